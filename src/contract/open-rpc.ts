import { fieldsOf } from './facts.js';
import { componentSchemas, referenceTo } from './json-schema.js';
import { methods } from './methods.js';
import type { OpenRpcDocument } from './rpc-discover.js';
import { rpcMessages } from './rpc-error.js';

/** What any method may answer instead of its result, by name among the components. */
const errors = Object.fromEntries(
  ([-32601, -32602, -32603, 4, 13, 14, 9999] as const).map((code) => [rpcMessages[code].replaceAll(' ', ''), { code, message: rpcMessages[code] }]),
);

/** The Management API as an OpenRPC document: what `rpc.discover` answers. */
export function openRpcDocument(): OpenRpcDocument {
  const all = [...methods.values()];
  return {
    openrpc: '1.3.2',
    info: {
      title: 'Management API',
      version: '1.0.0',
      description: 'Administers the users, collections, items and push notifications of a backend over JSON-RPC 2.0.',
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
      errors: Object.keys(errors).map((name) => ({ $ref: `#/components/errors/${name}` })),
      'x-scope': method.scope,
      ...(method.orScope !== undefined && { 'x-or-scope': method.orScope }),
      ...(Object.keys(method.scopesWith).length > 0 && { 'x-scopes-with': method.scopesWith }),
      ...(method.isExtension && { 'x-extension': true }),
    })),
    components: { schemas: componentSchemas(all.flatMap((method) => method.result ?? [])), errors },
  };
}
