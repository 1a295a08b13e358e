import { parseArgs } from 'node:util';
import 'reflect-metadata';
import { run, table, timeOf, UsageError } from './command-line.js';
import { KeyAdministration } from './access/key-administration.js';
import { hasExpired } from './access/keys.service.js';
import { faultsOf } from './contract/errors.js';
import { Key, type KeyRecord } from './contract/key.js';
import { nearest } from './contract/nearest.js';
import { checkParams } from './contract/params.js';
import { RpcError } from './contract/rpc-error.js';
import type { Settings } from './settings.js';
import { openStore } from './storage/open-store.js';
import type { Store } from './storage/store.js';

const usage = `Administers the API keys in the database of the settings; a server may be running on it.

  npm run keys -- create --name NAME --scope SCOPE [--scope SCOPE …] [--cidr RANGE …] [--expires 90d]
  npm run keys -- list
  npm run keys -- revoke NAME

--scope    what the key may do: users:read, users:write, users:verify, collections:read, collections:write, items:read,
           items:write, items:read:COLLECTION, items:write:COLLECTION, push:send, push:read, devices:read, devices:write,
           keys:admin, or '*' for everything (in quotes)
--cidr     where it may come from, such as 10.0.0.0/8 or 2001:db8::/32; from anywhere without it
--expires  how long it lives: a number and a unit, s, m, h or d; until it is revoked without it

A new key is shown once, alone on the last line. Exit status: 0 done, 1 not done, 2 the command is wrong.
`;

/** The option that gives each parameter, with an example. */
const options = new Map([['name', '--name ci'], ['scopes', '--scope items:read'], ['cidrs', '--cidr 10.0.0.0/8'], ['expires', '--expires 90d']]);

function open(settings: Settings): Promise<Store> {
  if (settings.managementApiUrl !== undefined && settings.managementApiKey === undefined) {
    throw new UsageError('With MANAGEMENT_API_URL and without MANAGEMENT_API_KEY callers’ keys are passed on: keys are administered where they are kept, at that API.');
  }
  return openStore(settings.databaseUrl, (error) => { throw error; });
}

async function create(keys: KeyAdministration, args: string[]): Promise<void> {
  const { values } = parse(args, {
    name: { type: 'string' }, scope: { type: 'string', multiple: true }, cidr: { type: 'string', multiple: true }, expires: { type: 'string' },
  });
  const params = { name: values.name, scopes: values.scope, cidrs: values.cidr, expires: values.expires };
  const { faults } = checkParams(Key.create, params);
  if (Object.keys(faults).length > 0) throw new UsageError(Object.entries(faults).map(([param, sentence]) => optionFault(param, sentence)).join('\n'));
  const { key, ...record } = await keys.create(params);
  process.stderr.write(`Created ${record.name}: ${record.scopes.join(' ')}, from ${addressesOf(record)}, ${endOf(record)}. The key, shown this once:\n`);
  process.stdout.write(`${key}\n`);
}

async function list(keys: KeyAdministration, args: string[]): Promise<void> {
  parse(args, {});
  const rows = (await keys.list()).items.map((key) => [
    key.name, key.scopes.join(' '), addressesOf(key), endOf(key), key.lastUsedAt === null ? 'not used yet' : `last used ${timeOf(key.lastUsedAt)}`, `created ${timeOf(key.createdAt)}`,
  ]);
  process.stdout.write(rows.length === 0 ? 'There are no keys.\n' : table(rows));
}

async function revoke(keys: KeyAdministration, args: string[]): Promise<void> {
  const { positionals: [name, ...more] } = parse(args, {}, true);
  if (name === undefined || more.length > 0) throw new UsageError('NAME: give the name of one key, as list shows it.');
  await keys.revoke({ name });
  process.stdout.write(`Revoked ${name}.\n`);
}

function optionFault(param: string, sentence: string): string {
  const example = options.get(param) ?? param;
  const said = sentence === 'Required.' ? `Required, such as ${example}.` : sentence.replace(/^Element \d+: /, '');
  return `${example.split(' ')[0] ?? param}: ${said}`;
}

type Options = NonNullable<Parameters<typeof parseArgs>[0]>['options'] & object;

/**
 * The options and words of a command.
 *
 * @throws UsageError for an option that is not known, telling which one was most likely meant, or that lacks its value
 */
function parse<const T extends Options>(args: string[], options: T, allowPositionals = false): ReturnType<typeof parseArgs<{ args: string[]; options: T; allowPositionals: boolean; strict: true }>> {
  const unknown = parseArgs({ args, options, allowPositionals: true, strict: false, tokens: true }).tokens
    .find((token) => token.kind === 'option' && !Object.hasOwn(options, token.name));
  if (unknown?.kind === 'option') {
    const meant = nearest(unknown.name, Object.keys(options));
    throw new UsageError(`${JSON.stringify(unknown.rawName)} is no option here${meant === undefined ? '.' : `; did you mean --${meant}?`}`);
  }
  try {
    return parseArgs({ args, options, allowPositionals, strict: true });
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message: string };
    if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') throw new UsageError('There is a word that belongs to no option; write the scope * in quotes: --scope \'*\'.');
    if (code?.startsWith('ERR_PARSE_ARGS_') === true) throw new UsageError(message);
    throw error;
  }
}

function addressesOf({ cidrs }: KeyRecord): string {
  return cidrs.length === 0 ? 'anywhere' : cidrs.join(' ');
}

function endOf(key: KeyRecord): string {
  if (key.expiresAt === null) return 'never expires';
  return `${hasExpired(key, Date.now()) ? 'expired' : 'expires'} ${timeOf(key.expiresAt)}`;
}

/** What went wrong with a key, by the options that the command takes. */
function explain(error: unknown): string | undefined {
  if (!(error instanceof RpcError)) return undefined;
  return faultsOf(error).map(([param, sentence]) => (sentence === 'Key not found.' ? 'NAME: Key not found; list shows those there are.' : optionFault(param, sentence))).join('\n');
}

await run({ name: 'keys', usage, commands: { create, list, revoke }, open, subjectOf: (store) => new KeyAdministration(store.keys), explain });
