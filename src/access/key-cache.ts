import type { Found, KeyStore, StoredKey } from '../storage/store.js';

/** Answers that are kept at most; then all are forgotten. */
const keptAtMost = 10_000;

/**
 * Keys by the SHA-256 of their text, asked for once within the time for which the store lets an answer be used again,
 * however many ask at once. Where that is no time at all, it is the turn of the event loop: those that arrived together
 * would each have been told the same.
 */
export class KeyCache {
  private readonly kept = new Map<string, { readonly askedAt: number; readonly key: Promise<Found<StoredKey>> }>();

  constructor(private readonly keys: Pick<KeyStore, 'findBySha256' | 'staleAfterMs'>, private readonly now: () => number = () => performance.now()) {}

  find(sha256: string): Promise<Found<StoredKey>> {
    const { staleAfterMs } = this.keys;
    const known = this.kept.get(sha256);
    if (known !== undefined && (staleAfterMs === 0 || this.now() - known.askedAt < staleAfterMs)) return known.key;
    if (this.kept.size >= keptAtMost) this.kept.clear();
    const entry = { askedAt: this.now(), key: this.keys.findBySha256(sha256) };
    this.kept.set(sha256, entry);
    const forget = (): void => { if (this.kept.get(sha256) === entry) this.kept.delete(sha256); };
    if (staleAfterMs === 0) setImmediate(forget);
    // What is no key, or could not be asked for, is not worth a place.
    entry.key.then((found) => { if (found === undefined) forget(); }, forget);
    return entry.key;
  }
}
