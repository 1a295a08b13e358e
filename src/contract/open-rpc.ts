import { codesOfCalls } from './errors.js';
import type { RecordedCall } from './example.js';
import { fieldsOf, type JsonSchema } from './facts.js';
import { componentSchemas, referenceTo } from './json-schema.js';
import { methods } from './methods.js';
import type { OpenRpcDocument } from './rpc-discover.js';
import { recordedCalls, recordedErrors } from './recorded-examples.js';
import { rpcMessages, type RpcCode } from './rpc-error.js';

const sentences: JsonSchema = { type: 'object', additionalProperties: { type: 'string' } };

/**
 * The form of an error's `data`, by code: an error object of OpenRPC has no room for a schema, so that these stand among
 * the schemas, and the description names them.
 */
const errorData: Readonly<Partial<Record<number, readonly [name: string, schema: JsonSchema]>>> = {
  [-32602]: ['InvalidParamsData', { description: 'Of error -32602: for each offending parameter a sentence that says what would be right, all at once.', ...sentences }],
  13: ['InvalidOperationData', { description: 'Of error 13, where it is known: what stands in the way, under the parameter that it concerns.', ...sentences }],
  14: ['PermissionDeniedData', {
    description: 'Of error 14: the scopes that the key lacks.',
    type: 'object', properties: { scopes: { type: 'array', items: { type: 'string' } } }, required: ['scopes'], additionalProperties: false,
  }],
};

const description = `Administers the users, collections, items and push notifications of a backend over JSON-RPC 2.0.

Each method lists the errors with which its calls can be answered. Before the method is looked at, any request can be answered -32700, -32600 or -32601, and a call of a batch whose replies have become too large 13. \`message\` and \`data\` of an error are an example; the schemas \`InvalidParamsData\`, \`InvalidOperationData\` and \`PermissionDeniedData\` say what \`data\` can be; errors with other codes have none. What the codes mean and what to do is told at /problems. Every example was recorded from a server that ran.`;

/** The Management API as an OpenRPC document: what `rpc.discover` answers. */
export function openRpcDocument(): OpenRpcDocument {
  const all = [...methods.values()];
  return {
    openrpc: '1.3.2',
    info: {
      title: 'Management API',
      version: '1.0.0',
      description,
      license: { name: 'MIT' },
    },
    methods: all.map((method) => ({
      name: method.name,
      summary: method.summary,
      tags: [{ name: method.name.split('.')[0] }],
      paramStructure: 'by-name',
      params: fieldsOf(method.params).map(({ name, required, schema }) => ({ name, required, schema, description: schema['description'] })),
      result: {
        name: 'result',
        schema: method.result === undefined ? { type: 'string', const: 'OK' } : referenceTo(method.result),
      },
      errors: codesOfCalls(method).map((code) => ({ $ref: `#/components/errors/${errorName(code)}` })),
      ...(examplesOf(method.name).length > 0 && { examples: examplesOf(method.name) }),
      'x-scope': method.scope,
      ...(method.orScope !== undefined && { 'x-or-scope': method.orScope }),
      ...(Object.keys(method.scopesWith).length > 0 && { 'x-scopes-with': method.scopesWith }),
      ...(method.isExtension && { 'x-extension': true }),
    })),
    components: {
      schemas: { ...componentSchemas(all.flatMap((method) => method.result ?? [])), ...Object.fromEntries(Object.values(errorData).flatMap((each) => (each === undefined ? [] : [each]))) },
      errors: Object.fromEntries([...new Set(all.flatMap((method) => codesOfCalls(method)))].sort((left, right) => left - right).map((code) => [errorName(code), recordedErrors[code] ?? { code, message: messageOf(code) }])),
    },
  };
}

/** The name of an error among the components. */
function errorName(code: number): string {
  return messageOf(code).split(' ').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function messageOf(code: number): string {
  return rpcMessages[code as RpcCode];
}

/** Calls of a method that a server has answered, in the form of OpenRPC. */
function examplesOf(method: string): object[] {
  return (recordedCalls[method] ?? []).map(({ name, params, result }: RecordedCall) => ({
    name,
    params: Object.entries(params).map(([param, value]) => ({ name: param, value })),
    result: { name: 'result', value: result },
  }));
}
