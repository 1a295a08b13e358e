import { typeOf, type JsonType } from './value.js';

/** The order across types (management-api.md, section 5); missing and null are one. */
const rank: Readonly<Record<JsonType, number>> = { missing: 0, null: 0, number: 1, string: 2, object: 3, array: 4, boolean: 5 };

/** Negative when `left` comes first, positive when `right` does, 0 when they tie: two objects do, and two arrays. */
export function compareValues(left: unknown, right: unknown): number {
  const byType = rank[typeOf(left)] - rank[typeOf(right)];
  if (byType !== 0) return byType;
  if (typeof left === 'string') return compareTexts(left, right as string);
  if (typeof left === 'number' || typeof left === 'boolean') return Number(left) - Number(right) || 0;
  return 0;
}

/** By code point. That is the order of UTF-16 units but where a surrogate pair meets U+E000 to U+FFFF, which it follows. */
export function compareTexts(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const [a, b] = [left.charCodeAt(index), right.charCodeAt(index)];
    if (a !== b) return placeOf(a) - placeOf(b);
  }
  return left.length - right.length;
}

function placeOf(unit: number): number {
  return isSurrogate(unit) ? unit + 0x10000 : unit;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
