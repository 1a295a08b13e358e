import { readFileSync } from 'node:fs';
import { nearest } from './contract/nearest.js';
import { settingRows } from './settings.js';

/** What is said instead of a start, and the exit status. */
export interface Answer {
  readonly text: string;
  readonly status: 0 | 2;
}

/** The answer to the words after `npm start --`; undefined where there are none: then the server starts. */
export function answerTo([word]: readonly string[]): Answer | undefined {
  switch (word) {
    case undefined: return undefined;
    case 'help': case '-h': case '--help': return { text: usage(), status: 0 };
    case '-v': case '--version': return { text: `${version()}\n`, status: 0 };
    default: return { text: `${unknown(word)}\nnpm start -- --help tells more.\n`, status: 2 };
  }
}

function usage(): string {
  const settings = settingRows.map(({ name, default: otherwise, meaning }) => `  ${name}${otherwise ? `=${otherwise}` : ''}\n      ${plain(meaning)}\n`);
  return `Starts the server: a Management API over JSON-RPC, REST and GraphQL. Ctrl-C stops it.

  npm start                    in the container: node dist/main.js
  npm start -- --version
  npm run keys -- --help       makes, lists and revokes API keys
  npm run indexes -- --help    lists and drops indexes

Settings are environment variables, such as PORT=4000 npm start. These there are, with their defaults; docs/settings.md says what
each may be.

${settings.join('')}`;
}

/** A word that is no option; one that looks like a setting is told where settings are read from. Its value may be a secret. */
function unknown(word: string): string {
  const [option = ''] = word.split('=', 1);
  const name = nearest(option.replace(/^-+/, '').replaceAll('-', '_'), settingRows.map((row) => row.name));
  if (name === undefined) return `${JSON.stringify(option)} is no option; there are --help and --version.`;
  return `${JSON.stringify(option)} is no option: settings are environment variables, such as ${name}=… npm start.`;
}

/** A sentence without its Markdown. */
function plain(meaning: string): string {
  return meaning.replaceAll(/ \(\[[^\]]*\]\([^)]*\)\)/g, '').replaceAll('`', '');
}

function version(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { readonly version: string };
  return version;
}
