import { nearest } from './contract/nearest.js';
import { likelySlips, readSettings, SettingsError, type Settings } from './settings.js';
import { UnusableDatabaseError, type Store } from './storage/store.js';

/** A command that cannot be understood; the message says what would be right. */
export class UsageError extends Error {}

/** A program that does one thing to a database and ends. */
interface Program<Subject> {
  /** `npm run NAME` runs it. */
  readonly name: string;
  readonly usage: string;
  readonly commands: Readonly<Record<string, (subject: Subject, args: string[]) => Promise<void>>>;
  readonly open: (settings: Settings) => Promise<Store>;
  /** What of the database its commands are about. */
  readonly subjectOf: (store: Store) => Subject;
  /** What it alone knows to have gone wrong, in words of its own. */
  readonly explain?: (error: unknown) => string | undefined;
}

/** Does what the words after the program's name say. Exit status: 0 done, 1 not done, 2 the command is wrong. */
export async function run<Subject>(program: Program<Subject>, words = process.argv.slice(2)): Promise<void> {
  try {
    await obey(program, words);
  } catch (error) {
    const own = program.explain?.(error);
    const [text, status] = own === undefined ? explain(error, `npm run ${program.name} -- help`) : [own, 1];
    process.stderr.write(`${text}\n`);
    process.exitCode = status;
  }
}

async function obey<Subject>({ usage, commands, open, subjectOf }: Program<Subject>, words: readonly string[]): Promise<void> {
  if (asksForHelp(words)) {
    process.stdout.write(usage);
    return;
  }
  const [name = '', ...args] = words;
  const command = commandOf(commands, name);
  const store = await open(settingsOfEnvironment());
  try {
    await command(subjectOf(store), args);
  } finally {
    await store.close();
  }
}

/** Whether a command is asked what it does rather than to do it. */
function asksForHelp([name, ...args]: readonly string[]): boolean {
  return name === undefined || name === 'help' || [name, ...args].some((word) => word === '--help' || word === '-h');
}

/**
 * The command of a name.
 *
 * @throws UsageError that tells which one was most likely meant, and all there are
 */
function commandOf<T>(commands: Readonly<Record<string, T>>, name: string): T {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command !== undefined) return command;
  const names = Object.keys(commands);
  const meant = nearest(name, names);
  throw new UsageError(`${JSON.stringify(name)} is no command; ${meant === undefined ? 'there' : `did you mean ${meant}? There`} are ${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}.`);
}

/** The settings, after a word on standard error about variables that were most likely meant to be some. */
export function settingsOfEnvironment(): Settings {
  for (const sentence of likelySlips()) process.stderr.write(`${sentence}\n`);
  return readSettings();
}

/** Columns as wide as their widest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()}\n`).join('');
}

/** A time in milliseconds since the epoch, to the second. */
export function timeOf(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** The lines for what went wrong, and the exit status; `help` is the command that tells more. */
function explain(error: unknown, help: string): readonly [text: string, status: number] {
  if (error instanceof UsageError) return [`${error.message}\n${help} tells more.`, 2];
  if (error instanceof SettingsError) return [error.mistakes.join('\n'), 1];
  if (error instanceof UnusableDatabaseError) return [`DATABASE_URL: ${error.message}`, 1];
  return [error instanceof Error ? (error.stack ?? error.message) : String(error), 1];
}
