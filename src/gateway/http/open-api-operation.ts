import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiSecurity, ApiTags, type OpenAPIObject } from '@nestjs/swagger';
import { problems, type ProblemSlug } from '../../contract/errors.js';
import { fieldsOf, type Constructor, type FieldFacts, type JsonSchema } from '../../contract/facts.js';
import { referenceTo } from '../../contract/json-schema.js';
import { limits } from '../../contract/limits.js';
import { methods } from '../../contract/methods.js';
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
    ...requestBody(binding),
    ...successes(answer),
    ...refusals(binding).map(refusal),
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

const text = (description: string): { description: string; schema: SwaggerSchema } => ({ description, schema: { type: 'string', maxLength: 4_096 } });

const descriptions = { 200: 'Found.', 201: 'Created.', 202: 'Accepted: it will be done.' } as const;

function successes({ status, returns, isPaged, isPreferable }: OperationAnswer): MethodDecorator[] {
  const headers = {
    'X-Request-Id': text('The id of this request.'),
    ...(status === 201 && { Location: text('The address of what was created.') }),
    ...(status === 202 && { Location: text('Where its status is told.') }),
    ...(isPaged === true && { Link: text('RFC 8288: first, prev, next, last.'), 'X-Total-Count': text('How many match, on all pages together.') }),
  };
  const content = returns && { 'application/json': { schema: schemaFor(returns) as SwaggerSchema } };
  if (status === 204 || content === undefined) return [ApiResponse({ status: 204, description: 'Done.', headers })];
  const brought = ApiResponse({ status, description: descriptions[status], headers, content });
  if (isPreferable !== true) return [brought];
  return [
    ApiResponse({ status: 204, description: 'Changed.', headers }),
    ApiResponse({ status: 200, description: 'Changed; asked for with `Prefer: return=representation`.', headers: { ...headers, 'Preference-Applied': text('return=representation') }, content }),
  ];
}

function refusals(binding: RestBinding): readonly ProblemSlug[] {
  const { method, path, body } = binding;
  const ofTheUpstream = ['method-not-supported', 'bad-upstream', 'upstream-unavailable', 'upstream-timeout'] as const;
  const isCreation = method.name.endsWith('.create') || method.name === 'User.update';
  return [
    'invalid-params', 'unauthenticated', 'forbidden',
    ...(Object.keys(path).length > 0 ? (['not-found'] as const) : []),
    'not-acceptable',
    ...(isCreation ? (['already-exists'] as const) : []),
    ...(body === undefined ? [] : (['too-large', 'unsupported-media-type'] as const)),
    'too-many-requests', 'internal', ...(!isOwn(method) ? ofTheUpstream : isCreation ? [] : (['invalid-operation'] as const)),
  ];
}

function refusal(slug: ProblemSlug): MethodDecorator {
  const { status, title } = problems[slug];
  return ApiResponse({
    status, description: `${title}: \`/problems/${slug}\`.`,
    headers: { 'X-Request-Id': text('The id of this request.') },
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  });
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
