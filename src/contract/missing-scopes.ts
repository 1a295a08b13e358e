import type { Method } from './method.js';
import { includesGrant, narrowed, type Scope } from './scopes.js';

/** What a method says of the scopes that a call of it needs. */
type Scoped = Pick<Method, 'scope' | 'orScope' | 'collectionParam' | 'scopesWith'>;

/** The scopes that a call needs and that are not granted; the parameters need not be valid. */
export function missingScopes({ scope, orScope, collectionParam, scopesWith }: Scoped, sent: unknown, granted: readonly string[]): readonly Scope[] {
  const params = typeof sent === 'object' && sent !== null ? (sent as Readonly<Record<string, unknown>>) : {};
  const given = (name: string): unknown => (Object.hasOwn(params, name) ? params[name] : undefined);
  const collection = collectionParam === undefined ? undefined : given(collectionParam);
  const isGranted = (each: Scope): boolean => includesGrant(granted, narrowed(each, collection));
  const missing: Scope[] = scope === 'any' || isGranted(scope) || (orScope !== undefined && isGranted(orScope)) ? [] : [scope];
  for (const [param, needed] of Object.entries(scopesWith)) if (given(param) != null && !isGranted(needed)) missing.push(needed);
  return missing;
}
