import { limitRows } from '../contract/limits.js';
import type { Setting, SettingGroup } from '../setting.js';
import { settingRows } from '../settings.js';
import { code, generated, table } from './markdown.js';

const intros: Record<SettingGroup, string> = {
  Address: 'Where the server listens, and who may call from where.',
  Data: 'The embedded Management API keeps users, collections, items and keys.',
  Upstream: 'Another Management API that answers instead of the embedded one.',
  'Keys and limits': 'Who may call, and how often.',
  Rules: 'What the Management API accepts.',
  Push: 'Who delivers push notifications.',
  Operation: 'Logs, metrics and stopping.',
};

/** docs/settings.md: every setting and every limit, from the rows that the program itself reads. */
export function settingsDocument(): string {
  return `${generated}

# Settings

All are environment variables. An empty one counts as unset. A wrong one stops the start with exit status 1, and one line
for each mistake says what would be right. A variable that is nearly one of these, such as \`DATABSE_URL\`, is named on standard error
and ignored. \`npm start -- --help\` lists them too.

${Object.entries(intros).map(([group, intro]) => section(group, intro, settingRows.filter((row) => row.group === group))).join('\n\n')}

## Limits

These are fixed, so that no caller can exhaust the server. What exceeds one is refused with an error that says so; nothing
is silently cut off. Those of GraphQL, of connections and of calls per minute are told in [limits](limits.md).

${table(['limit', 'what it bounds'], limitRows.map(([value, unit, about]) => [`${withThousands(value)} ${unit}`, about]))}
`;
}

function section(group: string, intro: string, rows: readonly Setting<unknown>[]): string {
  return `## ${group}\n\n${intro}\n\n${table(['setting', 'default', 'may be', 'meaning'], rows.map(cellsOf))}`;
}

function cellsOf({ name, default: otherwise, parser, isSecret, meaning }: Setting<unknown>): string[] {
  const note = isSecret ? ' A wrong one is not repeated: it may hold a secret.' : '';
  return [code(name), otherwise === undefined || otherwise === '' ? 'unset' : code(otherwise), parser.accepts, `${meaning}${note}`];
}

function withThousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ' ');
}
