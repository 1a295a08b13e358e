/** What a key may do; the surfaces share them (management-api.md, section 3, Scopes). */
export const scopes = [
  'users:read', 'users:write', 'users:verify', 'collections:read', 'collections:write', 'items:read', 'items:write',
  'push:send', 'push:read', 'devices:read', 'devices:write', 'keys:admin',
] as const;

export type Scope = (typeof scopes)[number];

/** What a key may be given: a scope, one of items narrowed to a collection (`items:read:GameScore`), or everything. */
export const everyScope = '*';
const grant = new RegExp(`^(?:\\*|${scopes.join('|')}|items:(?:read|write):[A-Za-z][A-Za-z0-9_-]{0,63})$`);
export const grantPattern = grant.source;

export function grantFault(text: string): string | undefined {
  return grant.test(text) ? undefined
    : `${JSON.stringify(text.slice(0, 80))} is no scope; there are ${scopes.join(', ')}, items:read:COLLECTION, items:write:COLLECTION and * for everything.`;
}

/** Scopes that may be narrowed to a collection. */
const narrowable: ReadonlySet<string> = new Set<Scope>(['items:read', 'items:write']);

/** A scope, narrowed to a collection where it can be. */
export function narrowed(scope: Scope, collection: unknown): string {
  return narrowable.has(scope) && typeof collection === 'string' ? `${scope}:${collection}` : scope;
}

/** Whether what is granted includes one more grant; a scope of items includes itself narrowed to any collection. */
export function includesGrant(granted: readonly string[], wanted: string): boolean {
  return granted.some((each) => each === everyScope || each === wanted || (narrowable.has(each) && wanted.startsWith(`${each}:`)));
}
