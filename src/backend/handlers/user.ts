import { randomUUID } from 'node:crypto';
import { limits } from '../../contract/limits.js';
import { ok } from '../../contract/method.js';
import type { MethodName } from '../../contract/methods.js';
import { RpcError } from '../../contract/rpc-error.js';
import { codePoints } from '../../contract/text.js';
import { usernameRule } from '../../contract/user.js';
import type { StoredUser, UserStore } from '../../storage/store.js';
import { hashPassword, passwordFits } from '../passwords.js';
import type { Clock, Handlers } from './handler.js';
import { QueryParams } from './query.js';
import { merged, ofBearableSize, pageRequestOf, sentences, timeOfChange, userRecord, withoutSystemProperties } from './records.js';

export interface UserRules {
  readonly minUsernameLength: number;
  readonly minPasswordLength: number;
}

const queries = new QueryParams('userQuery', 'userQueryBindParams');

type UserMethod = Extract<MethodName, `User.${string}`>;

/** The `User` methods (management-api.md, section 3). */
export function userHandlers(users: UserStore, rules: UserRules, now: Clock): Handlers<UserMethod> {
  const username = atLeast(rules.minUsernameLength, usernameRule.maxLength);
  const password = atLeast(rules.minPasswordLength, 80);

  return {
    'User.list': {
      checks: { userQuery: queries.fault },
      run: async (params) => {
        const nameFilter = params.nameFilter === '' ? undefined : params.nameFilter;
        const { records, totalItems } = await ofBearableSize(users.page({ ...pageRequestOf(params, queries.of(params)), nameFilter }));
        return { items: records.map((user) => userRecord(user, params.propertyNames)), totalItems };
      },
    },

    'User.create': {
      checks: { username, password },
      run: async (params) => {
        const createdAt = now();
        const user: StoredUser = {
          id: `u${randomUUID()}`, username: params.username, createdAt, updatedAt: createdAt,
          properties: withoutSystemProperties(params.properties ?? {}),
        };
        const outcome = await users.insert(user, await hashPassword(params.password));
        if (outcome === 'username taken') throw RpcError.invalidParams({ username: sentences.usernameExists });
        return { user: userRecord(user) };
      },
    },

    'User.get': {
      run: async ({ _id }) => {
        const user = await users.get(_id);
        if (user === undefined) throw userNotFound();
        return { user: userRecord(user) };
      },
    },

    'User.update': {
      checks: { user: ({ _username }) => usernameChangeFault(_username, username) },
      run: async ({ _id, user: changes }) => {
        const own = withoutSystemProperties(changes);
        const outcome = await users.update(_id, (user) => ({
          ...user,
          username: typeof changes['_username'] === 'string' ? changes['_username'] : user.username,
          updatedAt: timeOfChange(now(), user.updatedAt),
          properties: merged(user.properties, own, 'user'),
        }));
        if (outcome === 'missing') throw userNotFound();
        if (outcome === 'username taken') throw RpcError.invalidParams({ user: sentences.usernameExists });
        return ok;
      },
    },

    'User.delete': {
      run: async ({ idList }) => {
        await users.delete(idList);
        return ok;
      },
    },

    'User.setPassword': {
      checks: { password },
      run: async (params) => {
        const outcome = await users.setPasswordHash(params._id, await hashPassword(params.password));
        if (outcome === 'missing') throw userNotFound();
        return ok;
      },
    },

    'User.verifyPassword': {
      run: async (params) => {
        const found = await users.credentials(params.username);
        const fits = await passwordFits(found?.passwordHash, params.password);
        return { user: fits && found !== undefined ? userRecord(found.user) : null };
      },
    },

    'User.getPropertyNames': {
      run: async () => ({ names: [...(await users.propertyNames(limits.latestForPropertyNames))] }),
    },
  };
}

function userNotFound(): RpcError {
  return RpcError.invalidParams({ _id: sentences.userNotFound });
}

/** The lower bound of the settings; the upper one is the contract's. */
function atLeast(min: number, max: number): (text: string) => string | undefined {
  return (text) => (codePoints(text) >= min ? undefined : `Must be ${min} to ${max} characters.`);
}

/** A new username inside a user's changes obeys the rules of a username. */
function usernameChangeFault(username: unknown, tooShort: (text: string) => string | undefined): string | undefined {
  if (username === undefined || username === null) return undefined;
  if (typeof username !== 'string') return '_username: Must be a string.';
  const { maxLength, pattern, patternSentence } = usernameRule;
  if (codePoints(username) > maxLength) return `_username: Must be at most ${maxLength} characters.`;
  const fault = tooShort(username) ?? (pattern.test(username) ? undefined : patternSentence);
  return fault && `_username: ${fault}`;
}
