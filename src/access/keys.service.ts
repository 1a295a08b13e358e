import { timingSafeEqual } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isWithin, readAddressRange, type AddressRange } from '../contract/address-range.js';
import { limits } from '../contract/limits.js';
import type { Caller } from '../contract/management-api.js';
import { everyScope } from '../contract/scopes.js';
import type { KeyStore, StoredKey } from '../storage/store.js';
import { newKey, sha256 } from './key-text.js';
import { KeyCache } from './key-cache.js';

/** Finds out whether a key that was presented is valid. */
export abstract class Keys {
  /** Resolves to undefined for a key that is missing, unknown, revoked, expired, or not meant for the address. */
  abstract verify(key: string | undefined, address: string): Promise<Caller | undefined>;

  /**
   * Makes the first admin key where there is none at all, and resolves to its text, which is then known to nobody else.
   * To be called once it can be shown: a start that fails before must not have made it.
   */
  async createFirstKey(): Promise<string | undefined> {
    return undefined;
  }

  /** Resolves once nothing is left to be written. */
  async close(): Promise<void> {
    return undefined;
  }
}

/** The last use of a key is written at most this often, in milliseconds. */
const usesNotedEveryMs = 60_000;
/** Ranges that are kept read at most. */
const rangesKept = 10_000;

const adminCaller: Caller = { keyId: undefined, keyName: 'ADMIN_KEY', scopes: [everyScope], cidrs: [], expiresAt: null, opens: 'everything' };

/** Keys kept in the store as SHA-256, and the ADMIN_KEY of the settings, which is never stored. */
export class StoredKeys extends Keys {
  private readonly adminSha256: Buffer | undefined;
  private readonly cache: KeyCache;
  /** When the last use of a key was noted here: what the store answered may be older. */
  private readonly notedAt = new Map<string, number>();
  private readonly noting = new Set<Promise<void>>();
  /** Ranges by their text: keys bring the same ones with every request, and reading one costs more than finding the key. */
  private readonly ranges = new Map<string, AddressRange | undefined>();

  constructor(private readonly keys: KeyStore, adminKey: string | undefined, private readonly report: (error: unknown) => void) {
    super();
    this.adminSha256 = adminKey === undefined ? undefined : sha256(adminKey);
    this.cache = new KeyCache(keys);
  }

  /** Only hashes are compared: how far one agrees, which an index might tell by its time, brings nobody nearer to the key. */
  override async verify(key: string | undefined, address: string): Promise<Caller | undefined> {
    if (key === undefined || key === '') return undefined;
    const presented = sha256(key);
    if (this.adminSha256 !== undefined && timingSafeEqual(presented, this.adminSha256)) return adminCaller;
    const stored = await this.cache.find(presented.toString('hex'));
    const now = Date.now();
    if (stored === undefined || hasExpired(stored, now) || !this.isMeantFor(stored, address)) return undefined;
    this.noteUse(stored, now);
    const { id, name, scopes, cidrs, expiresAt } = stored;
    return { keyId: id, keyName: name, scopes, cidrs, expiresAt, opens: 'everything' };
  }

  /** None is made when there are keys already, or an ADMIN_KEY. */
  override async createFirstKey(): Promise<string | undefined> {
    if (this.adminSha256 !== undefined) return undefined;
    const { text, stored } = newKey({ name: 'admin', scopes: [everyScope], cidrs: [], createdAt: Date.now(), expiresAt: null });
    return (await this.keys.insertFirst(stored)) === 'inserted' ? text : undefined;
  }

  override async close(): Promise<void> {
    await Promise.all(this.noting);
  }

  private isMeantFor({ cidrs }: StoredKey, address: string): boolean {
    return cidrs.length === 0 || isWithin(cidrs.flatMap((cidr) => this.rangeOf(cidr) ?? []), address);
  }

  private rangeOf(cidr: string): AddressRange | undefined {
    if (!this.ranges.has(cidr)) {
      if (this.ranges.size >= rangesKept) this.ranges.clear();
      this.ranges.set(cidr, readAddressRange(cidr));
    }
    return this.ranges.get(cidr);
  }

  /** Written after the request has been seen to. */
  private noteUse({ id, lastUsedAt }: StoredKey, now: number): void {
    if (now - Math.max(lastUsedAt ?? 0, this.notedAt.get(id) ?? 0) < usesNotedEveryMs) return;
    if (this.notedAt.size > limits.keys) this.notedAt.clear();
    this.notedAt.set(id, now);
    const noted = nextTurn().then(() => this.keys.noteUse(id, now)).catch(this.report).finally(() => this.noting.delete(noted));
    this.noting.add(noted);
  }
}

export function hasExpired({ expiresAt }: Pick<StoredKey, 'expiresAt'>, now: number): boolean {
  return expiresAt !== null && expiresAt <= now;
}

/**
 * With an upstream and no key of its own, the gateway keeps none: it lets any through, and the upstream decides. The
 * ADMIN_KEY opens what is the gateway's own, and never leaves it.
 */
export class PassedThroughKeys extends Keys {
  private readonly adminSha256: Buffer | undefined;

  constructor(adminKey: string | undefined) {
    super();
    this.adminSha256 = adminKey === undefined ? undefined : sha256(adminKey);
  }

  override async verify(key: string | undefined): Promise<Caller | undefined> {
    if (key === undefined || key === '') return undefined;
    if (this.adminSha256 !== undefined && timingSafeEqual(sha256(key), this.adminSha256)) return { ...adminCaller, opens: 'the gateway' };
    return { ...adminCaller, keyName: 'passed through', opens: 'the Management API' };
  }
}
