import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiExtension, ApiHeader, ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiSecurity, ApiTags, type OpenAPIObject } from '@nestjs/swagger';
import { problemsOfCalls, type ProblemSlug } from '../../contract/errors.js';
import { fieldsOf, type Constructor, type FieldFacts, type JsonSchema } from '../../contract/facts.js';
import { referenceTo } from '../../contract/json-schema.js';
import { limits } from '../../contract/limits.js';
import { methods } from '../../contract/methods.js';
import { headerReferences } from '../documents/headers.js';
import { fieldsInBody, fieldsInQuery, type RestBinding } from './rest-binding.js';

/** The schema type of @nestjs/swagger is that of OpenAPI 3.0; ours are JSON Schema, which OpenAPI 3.1 takes as it is. */
type SwaggerSchema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string] & object & { readonly $ref?: never };

export interface OperationAnswer {
  readonly status: 200 | 201 | 202 | 204;
  /** What the body is: a class of the contract, a schema, or nothing. */
  readonly returns?: Constructor | JsonSchema;
  readonly isPaged?: boolean;
  /** Whether `Prefer: return=representation` brings the record. */
  readonly isPreferable?: boolean;
}

const tags: Readonly<Record<string, string>> = { User: 'Users', Collection: 'Collections', CollectionItem: 'Items', Push: 'Push', Device: 'Push', Key: 'Keys' };

/** Describes a route in the OpenAPI document: everything follows from its method and where its parameters stand. */
export function describeOperation(binding: RestBinding, operationId: string, answer: OperationAnswer): MethodDecorator {
  const { method } = binding;
  const what = isOwn(method) ? `Done by this server itself: \`${method.name}\`.` : `Calls \`${method.name}\` of the Management API.${method.isExtension ? ' An extension of ours.' : ''}`;
  const description = `${what} ${scopeSentence(method)}`;
  return applyDecorators(
    ApiTags(tags[method.name.split('.')[0] ?? ''] ?? 'Other'),
    ApiSecurity('key'),
    ApiSecurity('bearer'),
    ApiOperation({ operationId, summary: method.summary, description }),
    ...Object.entries(binding.path).map(([segment, param]) => pathParameter(binding, segment, param)),
    ...fieldsInQuery(binding).map((field) => queryParameter(field, answer)),
    ...(answer.isPreferable === true ? [prefer] : []),
    ...requestBody(binding),
    ...successes(answer),
    ApiExtension(problemsMember, problemsOf(binding)),
  );
}

/** Whether no Management API answers it. */
function isOwn({ name }: RestBinding['method']): boolean {
  return !methods.has(name);
}

function scopeSentence({ scope, collectionParam, orScope }: RestBinding['method']): string {
  const narrowed = (each: string): string => (collectionParam !== undefined && each.startsWith('items:') ? `\`${each}\`, which may be narrowed to the collection` : `\`${each}\``);
  return `Needs the scope ${[scope, ...(orScope === undefined ? [] : [orScope])].map(narrowed).join(', or ')}.`;
}

function pathParameter({ method }: RestBinding, segment: string, param: string): MethodDecorator {
  const field = fieldsOf(method.params).find(({ name }) => name === param);
  const isList = field?.textForm === 'names';
  const schema = isList ? { type: 'string', minLength: 1, maxLength: limits.idLength } : withoutDescription(field?.schema ?? {});
  const description = isList ? 'The id; an unknown one is ignored.' : descriptionOf(field?.schema ?? {});
  return ApiParam({ name: segment, required: true, description, schema: schema });
}

function queryParameter({ name, required, schema, textForm }: FieldFacts, { isPaged }: OperationAnswer): MethodDecorator {
  const asText = textForm === 'json' ? { type: 'string', maxLength: limits.recordBytes, contentMediaType: 'application/json' }
    : textForm === 'names' ? { type: 'string', maxLength: limits.recordBytes } : withoutDescription(schema);
  const stated = isPaged === true && name === 'itemsInPage' ? { ...asText, default: limits.itemsInPageDefaultOfGateway } : asText;
  const form = textForm === 'json' ? ' As a JSON array.' : textForm === 'names' ? ' Separated by commas.' : '';
  return ApiQuery({ name, required, description: `${descriptionOf(schema)}${form}`, schema: stated as SwaggerSchema });
}

function requestBody(binding: RestBinding): MethodDecorator[] {
  if (binding.body === undefined) return [];
  const fields = fieldsInBody(binding);
  const whole = fieldsOf(binding.method.params).find(({ name }) => name === binding.body);
  const schema = whole?.schema ?? {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, field.schema])),
    ...(fields.some((field) => field.required) && { required: fields.filter((field) => field.required).map((field) => field.name) }),
    additionalProperties: false,
  };
  return [ApiBody({ required: true, schema: schema as SwaggerSchema })];
}

const prefer = ApiHeader({
  name: 'Prefer', required: false, description: 'Whether the record is wanted back (RFC 7240).',
  schema: { type: 'string', enum: ['return=minimal', 'return=representation'], default: 'return=minimal' },
});

const descriptions = { 200: 'Found.', 201: 'Created.', 202: 'Accepted: it will be done.' } as const;

function successes({ status, returns, isPaged, isPreferable }: OperationAnswer): MethodDecorator[] {
  const headers = [
    'X-Request-Id', 'Access-Control-Allow-Origin',
    ...(status === 201 || status === 202 ? ['Location'] : []),
    ...(isPaged === true ? ['Link', 'X-Total-Count'] : []),
    'RateLimit', 'RateLimit-Policy',
  ];
  const content = returns && { 'application/json': { schema: schemaFor(returns) as SwaggerSchema } };
  if (status === 204 || content === undefined) return [success(204, 'Done.', headers)];
  if (isPreferable !== true) return [success(status, descriptions[status], headers, content)];
  return [
    success(204, 'Changed.', headers),
    success(200, 'Changed; asked for with `Prefer: return=representation`.', [...headers, 'Preference-Applied'], content),
  ];
}

function success(status: number, description: string, headers: readonly string[], content?: Record<string, { readonly schema: SwaggerSchema }>): MethodDecorator {
  return ApiResponse({ status, description, headers: headerReferences(headers), ...(content && { content }) });
}

/** Where an operation keeps its problems until the document is assembled and they become responses. */
export const problemsMember = 'x-problems';

/** The problems that a route can answer: those of its calls, and those of a request for one, whatever it is for. */
function problemsOf({ method, path, body }: RestBinding): readonly ProblemSlug[] {
  const ofRequests: ProblemSlug[] = ['unauthenticated', 'too-many-requests', 'not-acceptable', 'overloaded', 'invalid-params', 'internal'];
  const ofPathsAndBodies: ProblemSlug[] = body === undefined && Object.keys(path).length === 0 ? [] : ['malformed-body'];
  const ofBodies: ProblemSlug[] = body === undefined ? [] : ['too-large', 'unsupported-media-type'];
  return [...new Set([...ofRequests, ...ofPathsAndBodies, ...ofBodies, ...problemsOfCalls(method)])];
}

function schemaFor(returns: Constructor | JsonSchema): JsonSchema {
  return typeof returns === 'function' ? referenceTo(returns) : returns;
}

function descriptionOf({ description }: JsonSchema): string {
  return typeof description === 'string' ? description : '';
}

function withoutDescription({ description: _said, ...schema }: JsonSchema): JsonSchema {
  return schema;
}
