import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openApiTypeScript, { astToString } from 'openapi-typescript';
import ts from 'typescript';

// Inside the project, where the compiler finds what it needs; node_modules is nobody's source.
const parent = new URL('../../node_modules/.cache/', import.meta.url).pathname;
let folder: string;
beforeAll(() => {
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(join(parent, 'client-'));
});
afterAll(() => { rmSync(folder, { recursive: true }); });

const use = `
import type { components, operations } from './schema.js';
type User = components['schemas']['User'];
export const user: User = { _id: 'u1', _username: 'ann', _createdAt: 1, _updatedAt: 1, age: 31 };
export const age: unknown = user['age'];
export const body: components['schemas']['CreateUserBody'] = { username: 'ann', password: 'secret', properties: { age: 31 } };
export const created: operations['createUser']['responses'][201]['content']['application/json'] = user;
export const item: operations['createItem']['requestBody']['content']['application/json'] = { score: 1, deep: { down: [1, null] } };
export const query: operations['listItems']['parameters']['query'] = { page: 1, sortOrder: 'asc', query: 'a == ?' };
export const gone: operations['deleteUser']['responses'][204]['content'] = undefined;
type Refusal<Id extends 'createUser' | 'createCollection'> = operations[Id]['responses'][409]['content']['application/problem+json'];
export const slugOf = (problem: Refusal<'createUser'>): '/problems/already-exists' => problem.type;
export const slugsOf = (problem: Refusal<'createCollection'>): '/problems/already-exists' | '/problems/invalid-operation' => problem.type;
// @ts-expect-error there is nothing to conflict with a reading
export type Conflict = operations['getUser']['responses'][409];
// @ts-expect-error a user has a name
export const nameless: User = { _id: 'u1', _createdAt: 1, _updatedAt: 1 };
// @ts-expect-error there is no such order
export const disorder: operations['listItems']['parameters']['query'] = { sortOrder: 'random' };
// @ts-expect-error a body of a fixed shape has no further members
export const misspelt: components['schemas']['CreateUserBody'] = { username: 'ann', password: 'secret', propertees: {} };
`;

test('a TypeScript client generated from the OpenAPI document compiles under strict, and its types say what is right and what is wrong', async () => {
  const document = readFileSync(new URL('../../openapi/openapi.json', import.meta.url), 'utf8');
  writeFileSync(join(folder, 'schema.ts'), astToString(await openApiTypeScript(document)));
  writeFileSync(join(folder, 'use.ts'), use);
  const program = ts.createProgram([join(folder, 'use.ts')], {
    strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, noEmit: true, types: [],
    target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext,
  });
  expect(ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
});
