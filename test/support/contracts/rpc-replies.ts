import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { faultsBy } from './openapi-replies.js';

interface Document {
  readonly methods: readonly { readonly name: string; readonly result: { readonly schema: object } }[];
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
