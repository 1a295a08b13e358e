import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { faultsBy } from './openapi-replies.js';

interface Document {
  readonly methods: readonly { readonly name: string; readonly result: { readonly schema: object }; readonly errors: readonly { readonly $ref: string }[] }[];
  readonly components: { readonly schemas: Readonly<Record<string, object>>; readonly errors: Readonly<Record<string, { readonly code: number; readonly message: string }>> };
}

export interface RpcErrorObject {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

const document = JSON.parse(readFileSync(new URL('../../../openapi/openrpc.json', import.meta.url), 'utf8')) as Document;
const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false, validateSchema: false });
ajv.addSchema(document, 'openrpc.json');
const validators = new Map<string, ValidateFunction>();

/** What is not as the OpenRPC document says about the result of a call, one sentence a fault. */
export function faultsOfResult(method: string, result: unknown): string[] {
  const described = document.methods.find(({ name }) => name === method);
  if (described === undefined) return [`${method} is not described, and was answered with a result`];
  let validate = validators.get(method);
  if (validate === undefined) {
    validate = ajv.compile(JSON.parse(JSON.stringify(described.result.schema).replaceAll('"#/components/', '"openrpc.json#/components/')) as object);
    validators.set(method, validate);
  }
  return faultsBy(validate, result).map((fault) => `${method}: ${fault}`);
}

/** The codes of our own methods; any other one is an upstream's, or says that there was no method. */
const ownCodes = new Set(Object.values(document.components.errors).map(({ code }) => code));
const dataOf: Readonly<Record<number, string>> = { [-32602]: 'InvalidParamsData', 13: 'InvalidOperationData', 14: 'PermissionDeniedData' };

/** What is not as the OpenRPC document says about the error of a call, one sentence a fault. */
export function faultsOfError(method: string, { code, message, data }: RpcErrorObject): string[] {
  const described = document.methods.find(({ name }) => name === method);
  if (described === undefined || !ownCodes.has(code)) return [];
  const listed = described.errors.map(({ $ref }) => document.components.errors[$ref.split('/').at(-1)!]!).find((error) => error.code === code);
  if (listed === undefined) return [`${method}: the error ${code} is not described`];
  return [
    ...(data === undefined ? [] : dataFaults(code, data)),
    ...(listed.message === message ? [] : [`the message ${JSON.stringify(message)} is not described`]),
  ].map((fault) => `${method}, ${code}: ${fault}`);
}

function dataFaults(code: number, data: unknown): string[] {
  const name = dataOf[code];
  if (name === undefined) return ['it has data'];
  return faultsBy(ajv.getSchema(`openrpc.json#/components/schemas/${name}`)!, data);
}
