/** What may stand in an environment variable, and what it means to the program. */
export interface Parser<T> {
  /** What is right, to follow "must be". */
  readonly accepts: string;
  /** undefined: the text is not what `accepts` says. */
  readonly parse: (text: string) => T | undefined;
  /** Which part of a wrong text is wrong; all of it without. */
  readonly wrongPart?: (text: string) => string | undefined;
}

/** The headings of the reference. */
export type SettingGroup = 'Address' | 'Data' | 'Upstream' | 'Keys and limits' | 'Rules' | 'Push' | 'Operation';

/** One setting, declared once: the start reads it, and docs/settings.md tells it, by this row. */
export interface Setting<T> {
  /** The environment variable. */
  readonly name: string;
  readonly group: SettingGroup;
  /** The text that stands for it where it is unset or empty. */
  readonly default: string | undefined;
  /** A sentence or two for the reference. */
  readonly meaning: string;
  readonly parser: Parser<T>;
  /** Its value is, or may hold, a secret: a mistake does not repeat it. */
  readonly isSecret: boolean;
}

interface Row<T> {
  readonly name: string;
  readonly group: SettingGroup;
  readonly meaning: string;
  readonly parser: Parser<T>;
  readonly isSecret?: true;
}

/** A setting that has a default; without one, what is unset is undefined. */
export function setting<T>(row: Row<T> & { readonly default: string }): Setting<T>;
export function setting<T>(row: Row<T>): Setting<T | undefined>;
export function setting<T>(row: Row<T> & { readonly default?: string }): Setting<T | undefined> {
  return { default: undefined, isSecret: false, ...row };
}

/** The value of a setting, or the sentence that says what would be right. */
export function valueOf<T>({ default: otherwise, parser, isSecret }: Setting<T>, given: string | undefined): { readonly value?: T | undefined; readonly mistake?: string } {
  const text = given === undefined || given === '' ? otherwise : given;
  if (text === undefined) return {};
  const value = parser.parse(text);
  if (value !== undefined) return { value };
  return { mistake: `must be ${parser.accepts}${isSecret ? '' : `, not ${JSON.stringify(parser.wrongPart?.(text) ?? text)}`}.` };
}
