import { hash, verify, type Options } from '@node-rs/argon2';
import pLimit from 'p-limit';
import { limits } from '../contract/limits.js';
import { RpcError } from '../contract/rpc-error.js';

/** OWASP's parameters for argon2id, the package's default algorithm: 19 MiB of memory, two passes, one lane. */
const options: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes at one time: they share libuv's four threads with file access and compression. */
const atOnce = pLimit(2);

/** @throws RpcError `overloaded` when too many wait already. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (atOnce.pendingCount >= limits.passwordsWaiting) throw RpcError.overloaded();
  return atOnce(work);
}

export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, options));
}

/** The hash of a password that nobody knows, made with the options above: what a missing user's is compared with. */
const nobodysHash = '$argon2id$v=19$m=19456,t=2,p=1$45vwrWxvxA6LdZSKnVCILg$9ATZKJOb1zRe79Ze0RP/PVXzxEYJ8zgT6OmFAMSVok8';

/**
 * Whether the password fits the hash; without a hash it takes the same time and resolves to false, so that the time
 * does not tell which usernames exist.
 */
export async function passwordFits(passwordHash: string | undefined, password: string): Promise<boolean> {
  const fits = await inTurn(() => verify(passwordHash ?? nobodysHash, password));
  return fits && passwordHash !== undefined;
}
