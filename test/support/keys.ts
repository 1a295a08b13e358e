import { KeyAdministration } from '../../src/access/key-administration.js';
import { openStore } from '../../src/storage/open-store.js';

export interface KeyMaker {
  /** Makes a key with a name of its own; `at` is when, where that is not now. */
  readonly make: (scopes: readonly string[], facts?: { readonly cidrs?: readonly string[]; readonly expires?: string; readonly at?: number }) => Promise<string>;
  readonly revoke: (key: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Makes keys in the database of a running server, as another process would. */
export async function openKeyMaker(databaseUrl: string): Promise<KeyMaker> {
  const store = await openStore(databaseUrl, (error) => { throw error; });
  let next = 0;
  const names = new Map<string, string>();
  return {
    make: async (scopes, { at, ...facts } = {}) => {
      const { key, name } = await new KeyAdministration(store.keys, at === undefined ? undefined : () => at).create({ name: `test${++next}`, scopes, ...facts });
      names.set(key, name);
      return key;
    },
    revoke: (key) => new KeyAdministration(store.keys).revoke({ name: names.get(key) }),
    close: () => store.close(),
  };
}
