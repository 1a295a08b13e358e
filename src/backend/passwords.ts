import { hash, verify, type Options } from '@node-rs/argon2';
import pLimit from 'p-limit';

/** OWASP's parameters for argon2id, the package's default algorithm: 19 MiB of memory, two passes, one lane. */
const options: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes at one time: they share libuv's four threads with file access and compression. */
const atOnce = pLimit(2);

export function hashPassword(password: string): Promise<string> {
  return atOnce(() => hash(password, options));
}

/** A hash that no password is known to fit: what a missing user's password is compared with. */
let nobodysHash: Promise<string> | undefined;

/**
 * Whether the password fits the hash; without a hash it takes the same time and resolves to false, so that the time
 * does not tell which usernames exist.
 */
export async function passwordFits(passwordHash: string | undefined, password: string): Promise<boolean> {
  const compared = passwordHash ?? (await (nobodysHash ??= hashPassword(crypto.randomUUID())));
  const fits = await atOnce(() => verify(compared, password));
  return fits && passwordHash !== undefined;
}
