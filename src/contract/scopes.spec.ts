import { grantFault, includesGrant, scopes } from './scopes.js';

test.each([...scopes, '*', 'items:read:GameScore', 'items:write:a_-9'])('%s can be given to a key', (grant) => {
  expect(grantFault(grant)).toBeUndefined();
});

test.each(['', 'items', 'items:read:', 'items:read:9', 'items:read:a b', 'items:read:A:B', 'users:read:Ann', 'ITEMS:READ', ' *', '* ', 'items:*', `items:read:${'a'.repeat(65)}`])('%j is no scope, and the sentence says what there is', (grant) => {
  expect(grantFault(grant)).toMatch(/^".*" is no scope; there are users:read, .* \* for everything\.$/);
});

test.each<[readonly string[], string, boolean]>([
  [['*'], 'keys:admin', true], [['*'], '*', true], [['keys:admin'], '*', false], [[], 'users:read', false],
  [['items:read'], 'items:read:A', true], [['items:read:A'], 'items:read', false], [['items:read:A'], 'items:read:B', false],
  [['items:read:A'], 'items:read:A', true], [['items:read'], 'items:write:A', false], [['items:read:A'], 'items:read:AB', false],
])('whether %j includes %s: %s', (granted, wanted, includes) => {
  expect(includesGrant(granted, wanted)).toBe(includes);
});
