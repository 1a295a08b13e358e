import { readAddressRange } from './contract/address-range.js';
import type { Parser } from './setting.js';

export const anyText: Parser<string> = { accepts: 'a text', parse: (text) => text };

export function wholeNumber(min: number, max: number): Parser<number> {
  return {
    accepts: `a whole number from ${min} to ${max}`,
    parse: (text) => {
      const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
      return value >= min && value <= max ? value : undefined;
    },
  };
}

export const trueOrFalse: Parser<boolean> = {
  accepts: 'true or false',
  parse: (text) => (text === 'true' || text === 'false' ? text === 'true' : undefined),
};

export function oneOf<T extends string>(values: readonly T[]): Parser<T> {
  return { accepts: `one of ${values.join(', ')}`, parse: (text) => values.find((value) => value === text) };
}

export const httpUrl: Parser<string> = {
  accepts: 'an http:// or https:// address',
  parse: (text) => {
    const url = parseUrl(text);
    return url !== null && /^https?:$/.test(url.protocol) ? url.href : undefined;
  },
};

/** A key travels in a header. */
export function keyText(minLength: number): Parser<string> {
  return {
    accepts: minLength > 1 ? `at least ${minLength} characters of printable ASCII without blanks` : 'printable ASCII without blanks',
    parse: (text) => (text.length >= minLength && /^[\x21-\x7e]+$/.test(text) ? text : undefined),
  };
}

/** Not `:memory:`, which would lose what was answered. */
export const databaseUrl: Parser<string> = {
  accepts: 'sqlite:FILE (not :memory:) or postgres://USER:PASSWORD@HOST:PORT/DATABASE, special characters written as %XX',
  parse: (text) => {
    const isRight = /^postgres(ql)?:\/\//.test(text) ? (parseUrl(text)?.pathname.length ?? 0) >= 2 : /^sqlite:(?!:memory:$).+$/s.test(text);
    return isRight ? text : undefined;
  },
};

export const pathSegment: Parser<string> = {
  accepts: '1 to 64 letters, digits, ".", "_", "~" or "-"',
  parse: (text) => (/^[A-Za-z0-9._~-]{1,64}$/.test(text) ? text : undefined),
};

/** Texts separated by commas; undefined is what is not right. */
function listOf<T>(accepts: string, parsePart: (part: string) => T | undefined): Parser<readonly T[]> {
  const partsOf = (text: string): string[] => text.split(',').map((part) => part.trim()).filter((part) => part !== '');
  return {
    accepts,
    parse: (text) => {
      const parsed = partsOf(text).map(parsePart);
      return parsed.every((part) => part !== undefined) ? parsed : undefined;
    },
    wrongPart: (text) => partsOf(text).find((part) => parsePart(part) === undefined),
  };
}

export const origins = listOf('origins separated by commas, such as https://app.example.com', (part) => (parseUrl(part)?.origin === part ? part : undefined));

export const addressRanges = listOf('ranges of addresses separated by commas, such as 10.0.0.0/8,2001:db8::/32', readAddressRange);

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
