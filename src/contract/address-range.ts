import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Addresses that share the first `bits` bits; IPv4 written as IPv6 (`::ffff:10.0.0.1`) is IPv4 everywhere here. */
export interface AddressRange {
  readonly network: ipaddr.IPv4 | ipaddr.IPv6;
  readonly bits: number;
}

const mappedBits = 96;

/** Reads CIDR notation, or one address; bits beyond the length of the prefix are cleared. undefined when it is neither. */
export function readAddressRange(text: string): AddressRange | undefined {
  const [, address = '', prefix] = /^([0-9A-Fa-f:.]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  // The library reads octal, hexadecimal and shortened IPv4 too: 010.0.0.1 would mean another address than it seems to.
  if (isIP(address) === 0) return undefined;
  const read = ipaddr.parse(address);
  const width = read.kind() === 'ipv4' ? 32 : 128;
  const bits = prefix === undefined ? width : Number(prefix);
  if (bits > width) return undefined;
  const isMapped = read instanceof ipaddr.IPv6 && read.isIPv4MappedAddress() && bits >= mappedBits;
  const [host, length] = isMapped ? [read.toIPv4Address(), bits - mappedBits] : [read, bits];
  return { network: networkOf(host, length), bits: length };
}

function networkOf(address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): ipaddr.IPv4 | ipaddr.IPv6 {
  const bytes = address.toByteArray().map((byte, index) => byte & (0xff << Math.min(8, Math.max(0, 8 - (bits - index * 8)))) & 0xff);
  return ipaddr.fromByteArray(bytes);
}

/** The range in the one form in which it is kept and shown. */
export function rangeText({ network, bits }: AddressRange): string {
  return `${network.toString()}/${bits}`;
}

/** Whether an address, as a socket or a proxy gives it, lies in any of the ranges; what is no address lies in none. */
export function isWithin(ranges: readonly AddressRange[], address: string): boolean {
  const zone = address.indexOf('%');
  const bare = zone === -1 ? address : address.slice(0, zone);
  if (isIP(bare) === 0) return false;
  const found = ipaddr.process(bare);
  return ranges.some(({ network, bits }) => network.kind() === found.kind() && found.match(network, bits));
}

/** Whether everything in one range lies in any of the others. */
export function isRangeWithin(ranges: readonly AddressRange[], { network, bits }: AddressRange): boolean {
  return ranges.some((outer) => bits >= outer.bits && network.kind() === outer.network.kind() && network.match(outer.network, outer.bits));
}
