/** A query that cannot be read. The message is a sentence for whoever wrote it, with the position in UTF-16 units from 0. */
export class QuerySyntaxError extends Error {
  override readonly name = 'QuerySyntaxError';
}

/** A piece of a query as it was written; nothing stands at its end. */
interface Written {
  readonly text: string;
  readonly position: number;
}

/** Longest part of a token that an error repeats, in UTF-16 units. */
const shownLength = 40;

export function unexpected({ text, position }: Written, expected?: string): QuerySyntaxError {
  if (text === '') return new QuerySyntaxError(`Unexpected end at position ${position}.`);
  const shown = (text.length > shownLength ? `${text.slice(0, shownLength).toWellFormed()}…` : text.toWellFormed())
    // eslint-disable-next-line no-control-regex -- those are what is replaced
    .replace(/[\u0000-\u001f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return new QuerySyntaxError(`Unexpected '${shown}' at position ${position}${expected === undefined ? '' : `; expected ${expected}`}.`);
}

export function tooMany(what: string, position: number, atMost: number): QuerySyntaxError {
  return new QuerySyntaxError(`Too many ${what} at position ${position}; at most ${atMost} are allowed.`);
}
