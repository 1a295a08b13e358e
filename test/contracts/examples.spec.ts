import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- documents are looked into by tests that say what they expect */
const read = (name: string): any => JSON.parse(readFileSync(new URL(`../../openapi/${name}`, import.meta.url), 'utf8'));
const [openApi, openRpc] = [read('openapi.json'), read('openrpc.json')];
const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false, validateSchema: false });
ajv.addSchema(openApi, 'openapi').addSchema(openRpc, 'openrpc');

/** What is wrong with a value by a schema of a document. */
function faults(document: 'openapi' | 'openrpc', schema: object, value: unknown): unknown {
  const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', `"${document}#/`)) as object);
  return validate(value) ? [] : validate.errors;
}

const operations: [id: string, operation: any][] = Object.values<any>(openApi.paths).flatMap((path) => Object.values<any>(path).map((operation): [string, any] => [operation.operationId, operation]));

test.each(operations)('%s shows a body that it takes, if it takes one, and a reply', (_id, { requestBody, responses }) => {
  const successes = Object.entries<any>(responses).filter(([status]) => status < '300').map(([, response]) => response);
  for (const described of [requestBody, ...successes]) {
    const media = described?.content?.['application/json'];
    if (media === undefined) continue;
    const shown = Object.values<any>(media.examples ?? {});
    expect(shown.length).toBeGreaterThan(0);
    for (const { value } of shown) expect(faults('openapi', media.schema, value)).toEqual([]);
  }
});

test.each(Object.entries<any>(openApi.components.responses))('the response %s shows each of its problems', (_name, { content }) => {
  const { schema, examples } = content['application/problem+json'];
  const slugs: string[] = schema.allOf[1].properties.type.enum;
  expect(Object.values<any>(examples).map(({ value }) => value.type)).toEqual(slugs);
  for (const { value } of Object.values<any>(examples)) expect(faults('openapi', schema, value)).toEqual([]);
});

test.each<[string, any]>(openRpc.methods.map((method: any) => [method.name, method]))('%s shows calls that it takes, with their results', (_name, { params, result, examples }) => {
  expect(examples.length).toBeGreaterThan(0);
  for (const example of examples) {
    for (const { name, value } of example.params) expect(faults('openrpc', params.find((param: any) => param.name === name).schema, value)).toEqual([]);
    expect(example.params.map(({ name }: any) => name)).toEqual(expect.arrayContaining(params.filter(({ required }: any) => required).map(({ name }: any) => name)));
    expect(faults('openrpc', result.schema, example.result.value)).toEqual([]);
  }
});

test.each<[string, any]>(openRpc.methods.map((method: any) => [method.name, method]))('%s lists only errors that say how they are answered', (_name, { errors }) => {
  const codes = errors.map(({ $ref }: any) => openRpc.components.errors[$ref.split('/').at(-1)].code);
  expect(codes).toEqual(expect.arrayContaining([-32602, -32603, 4, 9999]));
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes).not.toContain(-32601);
});

test('a conflict is listed only where something can conflict', () => {
  const listing = operations.filter(([, { responses }]) => '409' in responses).map(([id, { responses }]) => [id, responses['409'].$ref.split('/').at(-1)]);
  expect(Object.fromEntries(listing)).toEqual({
    createUser: 'AlreadyExists', updateUser: 'AlreadyExists', createCollection: 'AlreadyExistsOrInvalidOperation', cancelPush: 'InvalidOperation',
    listKeys: 'InvalidOperation', createKey: 'AlreadyExistsOrInvalidOperation', revokeKey: 'InvalidOperation',
  });
});
