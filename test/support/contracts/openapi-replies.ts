import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

interface Response {
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

interface Operation {
  readonly responses: Readonly<Record<string, Response & { readonly $ref?: string }>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly responses: Readonly<Record<string, Response>> };
}

export interface RestReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

const document = JSON.parse(readFileSync(new URL('../../../openapi/openapi.json', import.meta.url), 'utf8')) as Document;
const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false, validateSchema: false });
ajv.addSchema(document, 'openapi.json');

/** Templates with fewer parameters come first, as the router prefers them: `/v1/users/property-names` before `/v1/users/{id}`. */
const routes = Object.keys(document.paths)
  .map((template) => ({ template, pattern: new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`) }))
  .sort((left, right) => left.template.split('{').length - right.template.split('{').length);

/** What stands in every reply of HTTP, and is no part of a contract. */
const commonHeaders = new Set([
  'content-type', 'content-length', 'content-encoding', 'transfer-encoding', 'date', 'connection', 'keep-alive', 'vary', 'server-timing', 'cache-control',
  'access-control-expose-headers', 'access-control-allow-credentials',
]);
/** The refusals of the router and the body parser, which come before any operation is known, with their problems. */
const beforeOperations = new Map([[404, 'unknown-route'], [405, 'method-not-allowed'], [413, 'too-large'], [415, 'unsupported-media-type']]);
const securityHeader = /^(x-content-type-options|x-frame-options|x-dns-prefetch-control|x-download-options|x-permitted-cross-domain-policies|x-xss-protection|origin-agent-cluster|referrer-policy|strict-transport-security|cross-origin-.*|content-security-policy)$/;

/** What is not as the OpenAPI document says about a reply of REST, one sentence a fault. */
export function faultsOfRestReply(method: string, path: string, reply: RestReply): string[] {
  const template = routes.find(({ pattern }) => pattern.test(path))?.template;
  const operation = template === undefined ? undefined : document.paths[template]?.[method === 'HEAD' ? 'get' : method.toLowerCase()];
  const response = operation && responseOf(operation, reply.status);
  const faults = response !== undefined ? [...headerFaults(response, reply.headers), ...(method === 'HEAD' ? [] : bodyFaults(response, reply))]
    : mayBeRefusedBeforehand(reply.status, operation) ? problemFaults(reply, beforeOperations.get(reply.status)) : ['the status is not described'];
  return faults.map((fault) => `${method} ${template ?? path}, ${reply.status}: ${fault}`);
}

/** Where there is no operation, the gate and the limits answer all the same. */
function mayBeRefusedBeforehand(status: number, operation: Operation | undefined): boolean {
  return beforeOperations.has(status) || (operation === undefined && [400, 401, 406, 429, 503].includes(status));
}

function responseOf(operation: Operation, status: number): Response | undefined {
  const found = operation.responses[String(status)];
  return found?.$ref === undefined ? found : document.components.responses[found.$ref.split('/').at(-1)!];
}

function headerFaults(response: Response, headers: Headers): string[] {
  const described = new Set(Object.keys(response.headers ?? {}).map((name) => name.toLowerCase()));
  return [...headers.keys()].filter((name) => !described.has(name) && !commonHeaders.has(name) && !securityHeader.test(name)).map((name) => `the header ${name} is not described`);
}

function bodyFaults(response: Response, { headers, body }: RestReply): string[] {
  const type = (headers.get('content-type') ?? '').split(';', 1)[0]!;
  if (response.content === undefined) return body === '' ? [] : ['it has a body'];
  const media = response.content[type];
  if (media === undefined) return [`the type ${type} is not described`];
  return faultsBy(validatorOf(media.schema), JSON.parse(body));
}

function problemFaults({ headers, body }: RestReply, slug: string | undefined): string[] {
  if (body === '') return [];
  if (!headers.get('content-type')?.startsWith('application/problem+json')) return [`a refusal is ${String(headers.get('content-type'))}`];
  const { type } = JSON.parse(body) as { readonly type?: unknown };
  if (slug !== undefined && type !== `/problems/${slug}`) return [`the problem ${String(type)} is not described`];
  return faultsBy(validatorOf({ $ref: '#/components/schemas/Problem' }), JSON.parse(body));
}

const validators = new WeakMap<object, ValidateFunction>();
const references = new Map<string, ValidateFunction>();

/** References within the document are made references into it. */
function validatorOf(schema: object): ValidateFunction {
  const text = JSON.stringify(schema).replaceAll('"#/components/', '"openapi.json#/components/');
  const known = validators.get(schema) ?? references.get(text);
  if (known !== undefined) return known;
  const validate = ajv.compile(JSON.parse(text) as object);
  validators.set(schema, validate);
  references.set(text, validate);
  return validate;
}

export function faultsBy(validate: ValidateFunction, value: unknown): string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath || 'the body'} ${message ?? ''} ${JSON.stringify(params)}`);
}
