import { readFileSync } from 'node:fs';
import { graphqlLimits } from '../../src/gateway/graphql/limits.js';

const reference = readFileSync(new URL('../../docs/limits.md', import.meta.url), 'utf8');

test('the limits of GraphQL operations in the documentation are those that are kept', () => {
  const rows = [...reference.matchAll(/^\| `(\w+)` \| (\d+) \|/gm)].map(([, name, value]) => [name, Number(value)]);
  expect(Object.fromEntries(rows)).toEqual(graphqlLimits);
});
