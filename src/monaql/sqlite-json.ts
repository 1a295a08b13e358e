/**
 * A value as JSON text for SQLite, which reads numbers with a rounding of its own: of the shortest texts of doubles, about
 * one in ten thousand it takes for a neighbour. Those that lie near the middle between two doubles are therefore written
 * with more digits, and integers beyond 2^53 as decimals, so that SQLite's number is the double, and JSON.parse() gives it back.
 */
export function sqliteJson(value: unknown): string {
  const text = JSON.stringify(value);
  return /[0-9](?:[.eE]|[0-9]{15})/.test(text) ? text.replace(stringOrNumber, (token) => (token.startsWith('"') ? token : exactNumber(token))) : text;
}

const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*/g;

function exactNumber(text: string): string {
  const number = Number(text);
  if (Number.isSafeInteger(number)) return text;
  // Eighteen digits are never far from the double itself.
  return isNearTie(text, number) ? number.toPrecision(18) : decimal(text);
}

/** SQLite would take a text of digits alone for an integer of 64 bits. */
function decimal(text: string): string {
  return /^-?[0-9]+$/.test(text) ? `${text}.0` : text;
}

/** Whether a text is, for all that SQLite can tell, as near to another double. */
function isNearTie(text: string, number: number): boolean {
  const exact = digitsOf(number.toPrecision(30));
  const shortest = digitsOf(text);
  const distance = shortest.digits * 10n ** BigInt(shortest.exponent - exact.exponent) - exact.digits;
  if (distance === 0n) return false;
  const away = Number(distance < 0n ? -distance : distance) / Number(exact.digits);
  return away > 0.48 * relativeSpacing(number);
}

/** The distance to the nearest other double, as a part of the number. */
function relativeSpacing(number: number): number {
  const size = new Float64Array([Math.abs(number)]);
  const bits = new BigUint64Array(size.buffer);
  const [here = 0] = size;
  bits[0] = (bits[0] ?? 0n) + 1n;
  const [above = Infinity] = size;
  bits[0] -= 2n;
  const [below = 0] = size;
  return Math.min(above - here, here - below) / here;
}

function digitsOf(text: string): { readonly digits: bigint; readonly exponent: number } {
  const [, whole = '', fraction = '', exponent = '0'] = /^-?([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/.exec(text) ?? [];
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}
