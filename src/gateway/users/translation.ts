import type { UserRecord } from '../../contract/user.js';
import type { UserType } from './user.type.js';

/** A user in the shape of the GraphQL schema: the system's properties apart from the own ones. */
export function toUser({ _id, _username, _createdAt, _updatedAt, ...properties }: UserRecord): UserType {
  return { id: _id, username: _username, createdAt: new Date(_createdAt), updatedAt: new Date(_updatedAt), properties };
}

/** The changes that `updateUser` asks for; a system property has an argument of its own, or cannot be changed. */
export function userChanges(username: string | null | undefined, properties: Readonly<Record<string, unknown>> | null | undefined): Record<string, unknown> {
  const own = Object.fromEntries(Object.entries(properties ?? {}).filter(([name]) => name !== '_username'));
  return username == null ? own : { ...own, _username: username };
}

/** Which argument of `updateUser` a sentence about the changes is about: the name and the properties are apart there. */
export function userChangeName(sentence: string): 'username' | 'properties' {
  return /^(?:_username:|Username )/.test(sentence) ? 'username' : 'properties';
}
