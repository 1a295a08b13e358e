import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('../../src/', import.meta.url).pathname;
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
const textOf = new Map(sources.map((file) => [file, readFileSync(join(root, file), 'utf8')]));

/** The sources in which a pattern stands. */
const having = (pattern: RegExp): string[] => sources.filter((file) => pattern.test(textOf.get(file)!)).sort();

test('an RpcError becomes a status in the interceptor, and a GraphQL error in the error format, and nowhere else', () => {
  expect(having(/import \{[^}]*\bproblemFrom\b/)).toEqual(['gateway/graphql/error-format.ts', 'gateway/http/rpc-error.interceptor.ts']);
  expect(having(/import \{[^}]*\bproblemOf\b/)).toEqual(['documents/errors.document.ts', 'gateway/graphql/null-if-missing.ts', 'gateway/http/rpc-problem.ts', 'operations/metrics.ts']);
  expect(having(/new HttpException|(?:NotFound|BadRequest|Unauthorized|Forbidden|Conflict)Exception\(/)).toEqual([]);
});

test('below the gateway nobody knows HTTP statuses, and in it nobody knows RPC codes', () => {
  const below = sources.filter((file) => /^(storage|access|backend)\//.test(file) && file !== 'backend/rpc.controller.ts');
  expect(below.filter((file) => /HttpStatus|HttpException|\.code\(4\d\d\)|status: [45]\d\d/.test(textOf.get(file)!))).toEqual([]);
  expect(having(/-32\d{3}/).filter((file) => file.startsWith('gateway/') && !['gateway/http/problem.filter.ts', 'gateway/documents/recorded-examples.ts'].includes(file))).toEqual([]);
});

test('the environment is read in the settings only', () => {
  expect(having(/process\.env/)).toEqual(['settings.ts']);
});

test('SQL stands in the storage only, and in what MonaQL says of a database', () => {
  expect(having(/\b(?:SELECT .* FROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM)\b/).filter((file) => !file.startsWith('storage/'))).toEqual(['monaql/postgres.ts', 'monaql/sqlite.ts']);
});

test('there are no barrels and no catch-all folders', () => {
  expect(sources.filter((file) => /(^|\/)(index\.ts|common|utils|shared)(\/|$)/.test(file))).toEqual([]);
});
