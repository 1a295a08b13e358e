import { limits } from './limits.js';

export const permissionValues = ['', 'r', 'w', 'rw'] as const;
export type PermissionValue = (typeof permissionValues)[number];

/** Who may do what with an item: keys are `public` or a user's `_id`. */
export type Permission = { public: PermissionValue } & Record<string, PermissionValue>;

const permissionKey = /^[A-Za-z0-9_-]{1,64}$/;

/** The fault of a permission map (management-api.md, section 2, Permission); undefined when there is none. */
export function permissionFault(value: Readonly<Record<string, unknown>>): string | undefined {
  for (const [key, grant] of Object.entries(value)) {
    if (!permissionKey.test(key)) return `Key ${JSON.stringify(key)} must be "public" or 1 to 64 letters, digits, "_" or "-".`;
    if (!(permissionValues as readonly unknown[]).includes(grant)) return `The value of ${JSON.stringify(key)} must be "", "r", "w" or "rw".`;
  }
  return undefined;
}

export const permissionSchema = {
  type: 'object',
  propertyNames: { pattern: permissionKey.source },
  additionalProperties: { type: 'string', enum: permissionValues },
  maxProperties: limits.recordBytes,
} as const;
