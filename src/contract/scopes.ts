/** What a key may do; the surfaces share them (management-api.md, section 3, Scopes). */
export const scopes = [
  'users:read', 'users:write', 'users:verify', 'collections:read', 'collections:write', 'items:read', 'items:write',
  'push:send', 'push:read', 'devices:read', 'devices:write', 'keys:admin',
] as const;

export type Scope = (typeof scopes)[number];
