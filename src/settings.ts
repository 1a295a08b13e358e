import { nearest } from './contract/nearest.js';
import { addressRanges, anyText, databaseUrl, httpUrl, keyText, oneOf, origins, pathSegment, trueOrFalse, wholeNumber } from './setting-parsers.js';
import { setting, valueOf, type Setting } from './setting.js';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Every setting (gateway-api.md, section 1). A new one is a row here: its type, the start and docs/settings.md follow. */
const rows = {
  port: setting({
    name: 'PORT', group: 'Address', default: '3000', parser: wholeNumber(0, 65_535),
    meaning: 'The port to listen on. 0 takes a free one, which the start prints.',
  }),
  host: setting({
    name: 'HOST', group: 'Address', default: '127.0.0.1', parser: anyText,
    meaning: 'The address to listen on. The default is reached from this machine only; in a container it is `0.0.0.0`.',
  }),
  corsOrigins: setting({
    name: 'CORS_ORIGINS', group: 'Address', default: '', parser: origins,
    meaning: 'Origins whose web pages may call, separated by commas. None without it.',
  }),
  trustProxy: setting({
    name: 'TRUST_PROXY', group: 'Address', default: '', parser: addressRanges,
    meaning: 'Reverse proxies whose `X-Forwarded-For` is believed, as ranges of addresses (CIDR). None without it.',
  }),
  databaseUrl: setting({
    name: 'DATABASE_URL', group: 'Data', default: 'sqlite:./data/backend.db', parser: databaseUrl, isSecret: true,
    meaning: 'Where the data are. `sqlite:FILE` is the embedded database, whose folder is made when it is missing; PostgreSQL (12 or newer, UTF-8) serves several processes or machines.',
  }),
  managementApiUrl: setting({
    name: 'MANAGEMENT_API_URL', group: 'Upstream', parser: httpUrl, isSecret: true,
    meaning: 'Unset: the Management API runs in this process. Set: calls go to this one over HTTP, and the embedded one is off.',
  }),
  managementApiKey: setting({
    name: 'MANAGEMENT_API_KEY', group: 'Upstream', parser: keyText(1), isSecret: true,
    meaning: 'The key that is presented to the upstream. Unset: each caller’s own key is passed on, and the upstream decides. Only together with `MANAGEMENT_API_URL`.',
  }),
  upstreamTimeoutMs: setting({
    name: 'UPSTREAM_TIMEOUT_MS', group: 'Upstream', default: '10000', parser: wholeNumber(1, 600_000),
    meaning: 'The deadline of an operation’s calls to the upstream, in milliseconds.',
  }),
  upstreamBatch: setting({
    name: 'UPSTREAM_BATCH', group: 'Upstream', default: 'false', parser: trueOrFalse,
    meaning: 'Whether the upstream may be sent JSON-RPC batches of reads.',
  }),
  adminKey: setting({
    name: 'ADMIN_KEY', group: 'Keys and limits', parser: keyText(16), isSecret: true,
    meaning: 'An admin key that is always valid and never stored, for containers and tests. With it, the first start makes no key of its own.',
  }),
  rateLimitPerMinute: setting({
    name: 'RATE_LIMIT_PER_MINUTE', group: 'Keys and limits', default: '6000', parser: wholeNumber(0, 10_000_000),
    meaning: 'How many calls a key may make in a minute, however they come ([what counts](limits.md)); 0: any number.',
  }),
  backendId: setting({
    name: 'BACKEND_ID', group: 'Rules', default: 'default', parser: pathSegment,
    meaning: 'The id in `/manage/json-rpc/{backendId}`, the path that clients of the hosted service call.',
  }),
  rpcStrictHttp: setting({
    name: 'RPC_STRICT_HTTP', group: 'Rules', default: 'false', parser: trueOrFalse,
    meaning: 'Whether a wrong key on the JSON-RPC endpoints is HTTP 401, instead of 200 with error 4 as clients of the hosted service expect.',
  }),
  minUsernameLength: setting({
    name: 'MIN_USERNAME_LENGTH', group: 'Rules', default: '3', parser: wholeNumber(1, 255),
    meaning: 'The fewest characters of a username.',
  }),
  minPasswordLength: setting({
    name: 'MIN_PASSWORD_LENGTH', group: 'Rules', default: '4', parser: wholeNumber(1, 80),
    meaning: 'The fewest characters of a password.',
  }),
  pushProjectsFile: setting({
    name: 'PUSH_PROJECTS_FILE', group: 'Push', parser: anyText,
    meaning: 'A JSON file of push projects and their credentials for FCM and APNs. Unset: one project `demo`, whose sender writes to the log.',
  }),
  logLevel: setting({
    name: 'LOG_LEVEL', group: 'Operation', default: 'info', parser: oneOf(logLevels),
    meaning: 'How much is logged. `info` is one line a request.',
  }),
  shutdownGraceMs: setting({
    name: 'SHUTDOWN_GRACE_MS', group: 'Operation', default: '10000', parser: wholeNumber(0, 600_000),
    meaning: 'After SIGTERM, how many milliseconds running requests may take to finish.',
  }),
  shutdownDelayMs: setting({
    name: 'SHUTDOWN_DELAY_MS', group: 'Operation', default: '0', parser: wholeNumber(0, 600_000),
    meaning: 'After SIGTERM, for how many milliseconds everything goes on as before except that `/health/ready` is 503: as long as a load balancer takes to notice ([stopping](operations.md#stopping)). `SHUTDOWN_GRACE_MS` begins after it.',
  }),
  metricsPort: setting({
    name: 'METRICS_PORT', group: 'Operation', parser: wholeNumber(0, 65_535),
    meaning: 'The port where `/metrics` is served for Prometheus, with a key; nowhere when unset.',
  }),
};

type Rows = typeof rows;

export type Settings = { readonly [Key in keyof Rows]: Rows[Key] extends Setting<infer Value> ? Value : never };

/** All rows, in the order of the reference. */
export const settingRows: readonly Setting<unknown>[] = Object.values(rows);

/** What is wrong with the environment, one line a mistake. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  constructor(readonly mistakes: readonly string[]) {
    super(mistakes.join('\n'));
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads all settings: the only reader of the environment.
 *
 * @throws SettingsError that names every wrong one with what would be right; values of secrets are never repeated.
 */
export function readSettings(environment: Environment = process.env): Settings {
  const mistakes: string[] = [];
  const values = Object.entries(rows).map(([key, row]) => {
    const { value, mistake } = valueOf<unknown>(row, environment[row.name]);
    if (mistake !== undefined) mistakes.push(`${row.name}: ${mistake}`);
    return [key, value] as const;
  });
  if (environment['MANAGEMENT_API_KEY'] && !environment['MANAGEMENT_API_URL']) {
    mistakes.push('MANAGEMENT_API_KEY: only has a meaning together with MANAGEMENT_API_URL.');
  }
  if (mistakes.length > 0) throw new SettingsError(mistakes);
  return Object.freeze(Object.fromEntries(values)) as Settings;
}

/** Names so short are near too many others that are none of our business, such as HOME to HOST. */
const shortestTold = 9;

/** Of a longer name, two characters may be wrong. */
const slipsTold = (length: number): number => (length < 12 ? 1 : 2);

/**
 * A sentence for each variable that is no setting and nearly the name of one, also of one that is set: whoever wrote DATABSE_URL
 * would find the database that the container image names. It stops nothing, because it may well be another program's.
 */
export function likelySlips(environment: Environment = process.env): readonly string[] {
  const names = settingRows.map((row) => row.name).filter((name) => name.length >= shortestTold);
  return Object.keys(environment).filter((name) => !settingRows.some((row) => row.name === name)).flatMap((name) => {
    const meant = nearest(name, names, slipsTold);
    return meant === undefined ? [] : [`${name}: is no setting and is ignored; did you mean ${meant}?`];
  });
}
