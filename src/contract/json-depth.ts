/**
 * Whether JSON nests deeper than `depth` levels, told from the text alone: once parsed, a body of a few hundred
 * kilobytes could nest deep enough to overflow the stack of everything that walks it.
 */
export function nestsDeeperThan(text: string, depth: number): boolean {
  let level = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (isInString) {
      if (unit === backslash) index++;
      else if (unit === quote) isInString = false;
    } else if (unit === quote) isInString = true;
    else if (unit === openBrace || unit === openBracket) {
      if (++level > depth) return true;
    } else if (unit === closeBrace || unit === closeBracket) level--;
  }
  return false;
}

/** The same of JSON that has been parsed: quicker, where being parsed is no danger by itself. */
export function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth === 0) return true;
  for (const member of Array.isArray(value) ? (value as unknown[]) : Object.values(value)) if (isDeeperThan(member, depth - 1)) return true;
  return false;
}

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
