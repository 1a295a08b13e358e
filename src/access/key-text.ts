import { hash, randomBytes, randomUUID } from 'node:crypto';
import type { NewKey } from '../storage/store.js';

/** Random bytes of a key: too many to guess, so that a hash without salt and stretching is enough. */
const keyBytes = 32;

/** A key's text, which is known here and never again, and what is stored of it. */
export function newKey(facts: Omit<NewKey, 'id' | 'sha256'>): { readonly text: string; readonly stored: NewKey } {
  const text = randomBytes(keyBytes).toString('base64url');
  return { text, stored: { ...facts, id: randomUUID(), sha256: sha256(text).toString('hex') } };
}

export function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
