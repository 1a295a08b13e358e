import { limits } from './limits.js';

export const malformedText = 'Must not contain U+0000 or a lone surrogate.';

/** What can be stored, for JSON Schema, whose patterns are Unicode ones: there a surrogate that matches is a lone one. */
// eslint-disable-next-line no-control-regex -- U+0000 is what it is about
export const storableText = new RegExp('^[^\\u0000\\ud800-\\udfff]*$', 'u');

/** Whether `text` can be stored by every database: well-formed UTF-16 without U+0000 (management-api.md, section 2, Values). */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** Length in characters, which the specification counts as code points. */
export function codePoints(text: string): number {
  let surrogatePairs = 0;
  for (let index = 0; index < text.length; index++) if ((text.charCodeAt(index) & 0xfc00) === 0xdc00) surrogatePairs++;
  return text.length - surrogatePairs;
}

/** Size of a value as UTF-8 JSON, in bytes: the unit of the record limit. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/**
 * What makes a JSON value unstorable, as a sentence; undefined when nothing does. The recursion is safe because it
 * stops at the depth limit.
 */
export function jsonFault(value: unknown, depth = 1): string | undefined {
  switch (typeof value) {
    case 'string':
      return isStorableText(value) ? undefined : malformedText;
    case 'number':
      return Number.isFinite(value) ? undefined : 'Numbers must be finite doubles.';
    case 'object': {
      if (value === null) return undefined;
      if (depth > limits.jsonDepth) return `Must nest at most ${limits.jsonDepth} levels.`;
      if (Array.isArray(value)) return firstFault(value, depth);
      for (const [name, member] of Object.entries(value)) {
        if (!isStorableText(name)) return malformedText;
        const fault = jsonFault(member, depth + 1);
        if (fault !== undefined) return fault;
      }
      return undefined;
    }
    default:
      return undefined;
  }
}

function firstFault(values: readonly unknown[], depth: number): string | undefined {
  for (const value of values) {
    const fault = jsonFault(value, depth + 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
