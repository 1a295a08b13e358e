import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { problems } from '../../src/contract/errors.js';
import { methods, ownOperations } from '../../src/contract/methods.js';
import { headerNames } from '../../src/gateway/documents/headers.js';
import { moduleFiles, modulesOf, type Recorded } from './modules.js';
import { inPlaces } from './places.js';
import { recordCalls } from './record-calls.js';
import { recordErrors } from './record-errors.js';
import { recordProblems } from './record-problems.js';
import { recordRequests } from './record-requests.js';
import { story } from './story.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
let recorded: Recorded;
let modules: Record<string, string>;

beforeAll(async () => {
  const calls = await recordCalls();
  const { requests, headers } = await recordRequests();
  const [errors, met] = await inPlaces(async (places) => [await recordErrors(places), await recordProblems(places)] as const);
  recorded = { recordedCalls: calls, recordedErrors: errors, recordedRequests: requests, recordedProblems: met.problems, recordedHeaders: { ...met.headers, ...headers } };
  modules = modulesOf(recorded);
  if (process.env['RECORD_EXAMPLES'] === 'true') for (const [file, text] of Object.entries(modules)) writeFileSync(join(root, file), text);
});

test.each(moduleFiles)('%s holds what the server answers; where it is to answer so from now on, `npm run examples` records it anew', (file) => {
  expect(readFileSync(join(root, file), 'utf8')).toBe(modules[file]);
});

test('there is an example of every method, every operation of our own, every problem and every header', () => {
  const inStory = new Set(story.map(({ method }) => method.name));
  expect([...inStory].sort()).toEqual([...methods.values(), ...ownOperations].map(({ name }) => name).sort());
  expect(Object.keys(recorded.recordedProblems).sort()).toEqual(Object.keys(problems).sort());
  expect(Object.keys(recorded.recordedHeaders).sort()).toEqual([...headerNames].sort());
});
