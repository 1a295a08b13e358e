import { Injectable, type INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { componentSchemas } from '../../contract/json-schema.js';
import { headerComponents } from './headers.js';
import { showExamples } from './examples.js';
import { problemSchema, shareProblems } from './problem-responses.js';
import { shareBodies, shareParameters, shapesMentioned, type Operation } from './sharing.js';

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
    .setDescription('Users, collections, items and push notifications of a backend, as resources. The same operations are there as GraphQL at /graphql and as JSON-RPC 2.0 at /rpc. Every refusal is a problem (RFC 9457) whose type is explained at /problems; an operation lists those that it can answer. Before a Management API elsewhere that answers what its contract does not foresee, another one of them can come. Every example was recorded from a server that ran.')
    .setVersion('1.0.0')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'This server, local or in production', {}, { 'x-internal': false })
    .addTag('Users', 'Users, their properties and passwords.')
    .addTag('Collections', 'Collections of items, and what is set for them.')
    .addTag('Items', 'Items: any JSON object, with an owner and a permission.')
    .addTag('Push', 'Push notifications, and the devices they go to.')
    .addTag('Keys', 'The API keys of this server, and what each may do.')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-Monaca-Backend-Management-API-Key', description: 'An API key.' }, 'key')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The same API key as a bearer token. It is opaque, no JWT: RFC8725 has nothing to say about it.' }, 'bearer')
    .build();
  const document = SwaggerModule.createDocument(app, config, { autoTagControllers: false });
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path as Record<string, Operation>));
  showExamples(operations);
  const refusals = shareProblems(operations);
  const bodies = shareBodies(operations);
  const parameters = shareParameters(operations);
  document.components = {
    ...document.components,
    schemas: { Problem: problemSchema, ...bodies, ...componentSchemas(shapesMentioned(document)) },
    responses: refusals,
    parameters,
    headers: headerComponents(),
  } as OpenAPIObject['components'];
  return document;
}
