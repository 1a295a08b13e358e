import ipaddr from 'ipaddr.js';
import { ExpiringMap, monotonicMs } from './expiring-map.js';

/** Wrong keys that may come from one address in a window; after that it is told to wait, and no key is looked up for it. */
export const failuresPerWindow = 1_000;

/** How long a window lasts, in milliseconds. */
const windowMs = 60_000;

/** Addresses, and pairs of an address and a key, that are kept at most. */
const kept = 10_000;

/** For how long a key is known to be right at an address, in milliseconds. */
const knownForMs = 3_600_000;

/** Bits of an IPv6 address that say whose it is: the others are its owner's to choose. */
const networkBits = 64;

/**
 * Wrong keys are counted per address. Who sends too many cannot find out any more whether a key is right, while keys that
 * were right at this address within the last hour go on working: others may share it. A process counts for itself.
 */
export class FailedAttempts {
  private readonly failures = new ExpiringMap<{ readonly endsAt: number; count: number }>(kept);
  private readonly right = new ExpiringMap<{ readonly endsAt: number }>(kept);

  constructor(private readonly now: () => number = monotonicMs) {}

  /** How long the address has to wait before this key is looked at, in milliseconds; 0 where it need not. */
  waitMs(address: string, keyHash: string): number {
    // Nearly always there are none, and this is asked for each request.
    if (this.failures.isEmpty) return 0;
    const now = this.now();
    const failures = this.failures.get(networkOf(address), now);
    if (failures === undefined || failures.count < failuresPerWindow) return 0;
    return this.right.get(`${address} ${keyHash}`, now) === undefined ? failures.endsAt - now : 0;
  }

  /** A wrong key came. */
  note(address: string): void {
    const network = networkOf(address);
    const failures = this.failures.get(network, this.now());
    if (failures === undefined) this.failures.set(network, { endsAt: this.now() + windowMs, count: 1 });
    else failures.count++;
  }

  noteRight(address: string, keyHash: string): void {
    this.right.set(`${address} ${keyHash}`, { endsAt: this.now() + knownForMs });
  }
}

/** Whose address it is: IPv6 addresses are given away in networks, and IPv4 may be written as IPv6. */
function networkOf(address: string): string {
  const [bare = ''] = address.split('%');
  if (!ipaddr.isValid(bare)) return address;
  const read = ipaddr.process(bare);
  return read instanceof ipaddr.IPv6 ? ipaddr.IPv6.networkAddressFromCIDR(`${read.toString()}/${networkBits}`).toString() : read.toString();
}
