import { isRangeWithin, rangeText, readAddressRange, type AddressRange } from '../contract/address-range.js';
import { readDuration } from '../contract/duration.js';
import { Key, type CreatedKey, type KeyList, type KeyRecord } from '../contract/key.js';
import { limits } from '../contract/limits.js';
import type { Caller } from '../contract/management-api.js';
import { readParams, refuse } from '../contract/params.js';
import { RpcError } from '../contract/rpc-error.js';
import { includesGrant } from '../contract/scopes.js';
import type { KeyStore, NewKey, StoredKey } from '../storage/store.js';
import { newKey } from './key-text.js';

/** Whose key a new one is made with: it can be given no more than that. The command line is held to nothing. */
export type Creator = Pick<Caller, 'scopes' | 'cidrs' | 'expiresAt'>;

/** What is done with the keys of this process: on the command line, over REST and GraphQL. */
export class KeyAdministration {
  constructor(private readonly keys: KeyStore, private readonly now: () => number = Date.now) {}

  async list(): Promise<KeyList> {
    return { items: (await this.keys.list()).map(toRecord) };
  }

  /** @throws RpcError -32602 that names every offending parameter; 13 when there are too many keys. */
  async create(sent: unknown, creator?: Creator): Promise<CreatedKey> {
    const { name, scopes, cidrs, expires } = readParams(Key.create, sent);
    const ranges = (cidrs ?? []).flatMap((cidr) => readAddressRange(cidr) ?? []);
    const createdAt = this.now();
    const facts = {
      name, scopes: [...new Set(scopes)], cidrs: [...new Set(ranges.map(rangeText))], createdAt,
      expiresAt: expires === undefined ? null : createdAt + (readDuration(expires) ?? 0),
    };
    if (creator !== undefined) refuse(excess(facts, ranges, creator));
    const { text, stored } = newKey(facts);
    const outcome = await this.keys.insert(stored, limits.keys);
    if (outcome === 'name taken') refuse({ name: 'Key already exists.' });
    if (outcome === 'too many') throw RpcError.of(13, { name: `There can be at most ${limits.keys} keys; revoke one first.` });
    return { key: text, ...toRecord({ ...stored, lastUsedAt: null }) };
  }

  /** @throws RpcError -32602 when no key has the name. */
  async revoke(sent: unknown): Promise<void> {
    const { name } = readParams(Key.revoke, sent);
    if ((await this.keys.revoke(name, this.now())) === 'missing') refuse({ name: 'Key not found.' });
  }
}

/** In what a new key would have more than the one it is created with: scopes, addresses, or a longer life. */
function excess({ scopes, expiresAt }: Pick<NewKey, 'scopes' | 'expiresAt'>, ranges: readonly AddressRange[], creator: Creator): Record<string, string> {
  const lacking = scopes.filter((scope) => !includesGrant(creator.scopes, scope));
  const outer = creator.cidrs.flatMap((cidr) => readAddressRange(cidr) ?? []);
  const isWider = outer.length > 0 && (ranges.length === 0 || !ranges.every((range) => isRangeWithin(outer, range)));
  const isLonger = creator.expiresAt !== null && (expiresAt === null || expiresAt > creator.expiresAt);
  return {
    ...(lacking.length > 0 && { scopes: `Must be among those of the key that creates it, which lacks ${lacking.join(', ')}.` }),
    ...(isWider && { cidrs: `Must lie within those of the key that creates it: ${creator.cidrs.join(', ')}.` }),
    ...(isLonger && { expires: `Must end no later than the key that creates it: at ${new Date(creator.expiresAt).toISOString()}.` }),
  };
}

function toRecord({ name, scopes, cidrs, createdAt, expiresAt, lastUsedAt }: StoredKey): KeyRecord {
  return { name, scopes: [...scopes], cidrs: [...cidrs], createdAt, expiresAt, lastUsedAt };
}
