import { readAddressRange, type AddressRange } from './contract/address-range.js';

/** The only reader of the environment (gateway-api.md, section 1): one validated, frozen object, or every mistake at once. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  /** undefined: the Management API runs in this process. */
  readonly managementApiUrl: string | undefined;
  /** The key the gateway presents to the upstream; undefined: the caller's own is passed through. */
  readonly managementApiKey: string | undefined;
  readonly adminKey: string | undefined;
  /** `sqlite:FILE`, `postgres://…` or `postgresql://…`; the latter may contain a password. */
  readonly databaseUrl: string;
  readonly backendId: string;
  readonly corsOrigins: readonly string[];
  /** Proxies whose `X-Forwarded-For` is believed. */
  readonly trustProxy: readonly AddressRange[];
  /** Calls per key; 0: as many as they like. */
  readonly rateLimitPerMinute: number;
  readonly upstreamTimeoutMs: number;
  /** Whether JSON-RPC batches may be sent to the upstream. */
  readonly upstreamBatch: boolean;
  /** Where `/metrics` is served; undefined: nowhere. */
  readonly metricsPort: number | undefined;
  readonly logLevel: LogLevel;
  readonly shutdownGraceMs: number;
  readonly minUsernameLength: number;
  readonly minPasswordLength: number;
  /** Whether a wrong key on the RPC endpoints is HTTP 401 instead of 200. */
  readonly rpcStrictHttp: boolean;
  /** undefined: one project to try pushes with, whose sender writes to the log. */
  readonly pushProjectsFile: string | undefined;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What is wrong with the environment, one line a mistake. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  constructor(readonly mistakes: readonly string[]) {
    super(mistakes.join('\n'));
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Thrown by a parser with what would be right; never leaves this file. */
class Mistake extends Error {}

/**
 * Reads all settings.
 *
 * @throws SettingsError that names every wrong one with what would be right; values of secrets are never repeated.
 */
export function readSettings(environment: Environment = process.env): Settings {
  const mistakes: string[] = [];
  const read = <T>(name: string, otherwise: T, parse: (text: string) => T): T => {
    const text = environment[name];
    if (text === undefined || text === '') return otherwise;
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof Mistake)) throw error;
      mistakes.push(`${name}: ${error.message}`);
      return otherwise;
    }
  };
  const settings: Settings = {
    port: read('PORT', 3000, integer(0, 65_535)),
    host: read('HOST', '127.0.0.1', (text) => text),
    managementApiUrl: read<string | undefined>('MANAGEMENT_API_URL', undefined, httpUrl),
    managementApiKey: read<string | undefined>('MANAGEMENT_API_KEY', undefined, headerText),
    adminKey: read<string | undefined>('ADMIN_KEY', undefined, adminKey),
    databaseUrl: read('DATABASE_URL', 'sqlite:./data/backend.db', databaseUrl),
    backendId: read('BACKEND_ID', 'default', backendId),
    corsOrigins: read<readonly string[]>('CORS_ORIGINS', [], origins),
    trustProxy: read<readonly AddressRange[]>('TRUST_PROXY', [], ranges),
    rateLimitPerMinute: read('RATE_LIMIT_PER_MINUTE', 6_000, integer(0, 10_000_000)),
    upstreamTimeoutMs: read('UPSTREAM_TIMEOUT_MS', 10_000, integer(1, 600_000)),
    upstreamBatch: read('UPSTREAM_BATCH', false, boolean),
    logLevel: read<LogLevel>('LOG_LEVEL', 'info', oneOf(logLevels)),
    shutdownGraceMs: read('SHUTDOWN_GRACE_MS', 10_000, integer(0, 600_000)),
    minUsernameLength: read('MIN_USERNAME_LENGTH', 3, integer(1, 255)),
    minPasswordLength: read('MIN_PASSWORD_LENGTH', 4, integer(1, 80)),
    rpcStrictHttp: read('RPC_STRICT_HTTP', false, boolean),
    pushProjectsFile: read<string | undefined>('PUSH_PROJECTS_FILE', undefined, (text) => text),
    metricsPort: read<number | undefined>('METRICS_PORT', undefined, integer(0, 65_535)),
  };
  if (settings.managementApiKey !== undefined && !environment['MANAGEMENT_API_URL']) {
    mistakes.push('MANAGEMENT_API_KEY: only has a meaning together with MANAGEMENT_API_URL.');
  }
  if (mistakes.length > 0) throw new SettingsError(mistakes);
  return Object.freeze(settings);
}

function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (!(value >= min && value <= max)) throw new Mistake(`must be a whole number from ${min} to ${max}, not ${JSON.stringify(text)}.`);
    return value;
  };
}

function boolean(text: string): boolean {
  if (text !== 'true' && text !== 'false') throw new Mistake(`must be true or false, not ${JSON.stringify(text)}.`);
  return text === 'true';
}

function oneOf<T extends string>(values: readonly T[]): (text: string) => T {
  return (text) => {
    const found = values.find((value) => value === text);
    if (found === undefined) throw new Mistake(`must be one of ${values.join(', ')}, not ${JSON.stringify(text)}.`);
    return found;
  };
}

function httpUrl(text: string): string {
  const url = parseUrl(text);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new Mistake('must be an http:// or https:// address.');
  return url.href;
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

function adminKey(text: string): string {
  if (text.length < 16) throw new Mistake('must be at least 16 characters long.');
  return headerText(text);
}

/** Keys travel in a header. */
function headerText(text: string): string {
  if (!/^[\x21-\x7e]+$/.test(text)) throw new Mistake('must be printable ASCII without blanks.');
  return text;
}

function databaseUrl(text: string): string {
  if (/^postgres(ql)?:\/\//.test(text)) {
    if ((parseUrl(text)?.pathname.length ?? 0) < 2) throw new Mistake('must be postgres://USER:PASSWORD@HOST:PORT/DATABASE, special characters written as %XX.');
    return text;
  }
  const file = /^sqlite:(.+)$/s.exec(text)?.[1];
  if (file === undefined) throw new Mistake('must be sqlite:FILE or postgres://USER:PASSWORD@HOST:PORT/DATABASE.');
  if (file === ':memory:') throw new Mistake('must name a file; a database in memory would lose what was answered.');
  return text;
}

function backendId(text: string): string {
  if (!/^[A-Za-z0-9._~-]{1,64}$/.test(text)) throw new Mistake('must be 1 to 64 letters, digits, ".", "_", "~" or "-".');
  return text;
}

function ranges(text: string): readonly AddressRange[] {
  return text.split(',').map((part) => part.trim()).filter((part) => part !== '').map((part) => {
    const range = readAddressRange(part);
    if (range === undefined) throw new Mistake(`must be ranges of addresses separated by commas, such as 10.0.0.0/8,2001:db8::/32; not ${JSON.stringify(part)}.`);
    return range;
  });
}

function origins(text: string): readonly string[] {
  return text.split(',').map((part) => part.trim()).filter((part) => part !== '').map((part) => {
    const url = parseUrl(part);
    if (url === null || url.origin !== part) throw new Mistake(`must be origins separated by commas, such as https://app.example.com; not ${JSON.stringify(part)}.`);
    return part;
  });
}
