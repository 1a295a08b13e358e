import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Store } from '../storage/store.js';

/** Who calls: what is known of the key that was presented. */
export interface Caller {
  readonly keyName: string;
  readonly scopes: readonly string[];
}

/** Finds out whether a key that was presented is valid. */
export abstract class Keys {
  /** Resolves to undefined for a key that is missing, unknown or of no use. */
  abstract verify(key: string | undefined): Promise<Caller | undefined>;

  /**
   * Makes the first admin key where there is none at all, and resolves to its text, which is then known to nobody else.
   * To be called once it can be shown: a start that fails before must not have made it.
   */
  async createFirstKey(): Promise<string | undefined> {
    return undefined;
  }
}

const allScopes = ['*'];

/** Keys kept in the store as SHA-256, and the ADMIN_KEY of the settings, which is never stored. */
export class StoredKeys extends Keys {
  private readonly adminSha256: Buffer | undefined;

  constructor(private readonly store: Store, adminKey: string | undefined) {
    super();
    this.adminSha256 = adminKey === undefined ? undefined : sha256(adminKey);
  }

  override async verify(key: string | undefined): Promise<Caller | undefined> {
    if (key === undefined || key === '') return undefined;
    const presented = sha256(key);
    if (this.adminSha256 !== undefined && timingSafeEqual(presented, this.adminSha256)) return { keyName: 'ADMIN_KEY', scopes: allScopes };
    const stored = await this.store.keys.findBySha256(presented.toString('hex'));
    return stored && { keyName: stored.name, scopes: stored.scopes };
  }

  /** None is made when there are keys already, or an ADMIN_KEY. */
  override async createFirstKey(): Promise<string | undefined> {
    if (this.adminSha256 !== undefined) return undefined;
    const key = randomBytes(32).toString('base64url');
    const outcome = await this.store.keys.insertFirst({ id: randomUUID(), name: 'admin', scopes: allScopes, sha256: sha256(key).toString('hex'), createdAt: Date.now() });
    return outcome === 'inserted' ? key : undefined;
  }
}

/**
 * With an upstream and no key of its own, the gateway lets any key through, and the upstream decides; but the ADMIN_KEY,
 * which is for what is the gateway's own, never leaves it.
 */
export class PassedThroughKeys extends Keys {
  constructor(private readonly adminKey: string | undefined) {
    super();
  }

  override async verify(key: string | undefined): Promise<Caller | undefined> {
    return key === undefined || key === '' || key === this.adminKey ? undefined : { keyName: 'passed through', scopes: allScopes };
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
