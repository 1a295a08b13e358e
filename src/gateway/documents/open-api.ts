import { Injectable, type INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { componentSchemas } from '../../contract/json-schema.js';
import { problems } from '../../contract/errors.js';
import { CollectionDefinition, CollectionList } from '../../contract/collection.js';
import { DevicePage } from '../../contract/device.js';
import { ItemPage } from '../../contract/item.js';
import { CreatedKey, KeyList } from '../../contract/key.js';
import { PropertyNamesResult } from '../../contract/list.js';
import { PushQueues, PushStatusResult } from '../../contract/push.js';
import { UserPage, VerifiedUser } from '../../contract/user.js';

const problemSchema = {
  type: 'object',
  description: 'What went wrong (RFC 9457).',
  properties: {
    type: { type: 'string', format: 'uri-reference', enum: Object.keys(problems).map((slug) => `/problems/${slug}`), description: 'Which kind of problem.' },
    title: { type: 'string', maxLength: 255, description: 'The kind in words.' },
    status: { type: 'integer', format: 'int32', minimum: 400, maximum: 599, description: 'The HTTP status.' },
    detail: { type: 'string', maxLength: 65_536, description: 'What happened this time.' },
    instance: { type: 'string', maxLength: 255, description: 'The id of the request.' },
    rpc: {
      type: 'object',
      description: 'The error of the Management API behind it.',
      properties: {
        code: { type: 'integer', format: 'int32', description: 'Its code.' },
        method: { type: 'string', maxLength: 255, description: 'The method that was called.' },
        data: { description: 'Its data, as the Management API gave it.' },
      },
      required: ['code'],
    },
    errors: {
      type: 'array',
      maxItems: 1_000,
      description: 'Offending parameters.',
      items: {
        type: 'object',
        properties: { name: { type: 'string', maxLength: 255 }, detail: { type: 'string', maxLength: 4_096 } },
        required: ['name', 'detail'],
      },
    },
  },
  required: ['type', 'title', 'status', 'detail', 'instance'],
};

/** The OpenAPI document: assembled from the routes as they are, when it is first asked for. */
@Injectable()
export class OpenApi {
  private app: INestApplication | undefined;
  private assembled: OpenAPIObject | undefined;

  /** To be called once all routes are known. */
  describes(app: INestApplication): void {
    this.app = app;
  }

  document(): OpenAPIObject {
    if (this.app === undefined) throw new Error('Nothing is described before the server has started.');
    return (this.assembled ??= assemble(this.app));
  }
}

function assemble(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Backend gateway')
    .setDescription('Users, collections, items and push notifications of a backend, as resources. The same operations are there as GraphQL at /graphql and as JSON-RPC 2.0 at /rpc.')
    .setVersion('1.0.0')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'This server')
    .addTag('Users', 'Users, their properties and passwords.')
    .addTag('Collections', 'Collections of items, and what is set for them.')
    .addTag('Items', 'Items: any JSON object, with an owner and a permission.')
    .addTag('Push', 'Push notifications, and the devices they go to.')
    .addTag('Keys', 'The API keys of this server, and what each may do.')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-Monaca-Backend-Management-API-Key', description: 'An API key.' }, 'key')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The same API key, as a bearer token.' }, 'bearer')
    .build();
  const document = SwaggerModule.createDocument(app, config);
  const schemas = componentSchemas([UserPage, VerifiedUser, CollectionDefinition, CollectionList, ItemPage, PropertyNamesResult, PushQueues, PushStatusResult, DevicePage, KeyList, CreatedKey]);
  document.components = { ...document.components, schemas: { Problem: problemSchema, ...schemas } };
  return document;
}
