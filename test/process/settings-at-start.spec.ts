import { likelySlips, readSettings, settingRows, SettingsError, type Settings } from '../../src/settings.js';
import { cleanUp, launch } from './support/server-process.js';

afterAll(cleanUp);

test('a start with wrong settings names each on a line of its own, repeats no secret, and ends with status 1', async () => {
  const secrets = { MANAGEMENT_API_KEY: 'secret with blanks', ADMIN_KEY: 'too-short', DATABASE_URL: 'postgres://name:password@host' };
  const server = launch({
    ...secrets, PORT: '65536', MANAGEMENT_API_URL: 'ftp://upstream', CORS_ORIGINS: 'https://app.example.com/path', LOG_LEVEL: 'loud\nand clear', METRICS_PORT: '90000',
  });
  expect(await server.ended).toEqual({ code: 1, signal: null });
  expect(server.stderr.trimEnd().split('\n').map((line) => line.split(': ', 1)[0])).toEqual([
    'PORT', 'CORS_ORIGINS', 'DATABASE_URL', 'MANAGEMENT_API_URL', 'MANAGEMENT_API_KEY', 'ADMIN_KEY', 'LOG_LEVEL', 'METRICS_PORT',
  ]);
  for (const secret of [...Object.values(secrets), 'password']) expect(server.stderr).not.toContain(secret);
  expect(server.stdout).toBe('');
});

test('without any setting the defaults of the specification hold', () => {
  expect(readSettings({})).toEqual({
    port: 3000, host: '127.0.0.1', managementApiUrl: undefined, managementApiKey: undefined, adminKey: undefined, databaseUrl: 'sqlite:./data/backend.db',
    backendId: 'default', corsOrigins: [], trustProxy: [], upstreamTimeoutMs: 10_000, logLevel: 'info', shutdownGraceMs: 10_000, shutdownDelayMs: 0, minUsernameLength: 3,
    minPasswordLength: 4, rpcStrictHttp: false, rateLimitPerMinute: 6_000, upstreamBatch: false, metricsPort: undefined, pushProjectsFile: undefined,
  });
});

test('an empty text counts as unset', () => {
  const names = good.map(([name]) => name);
  expect(readSettings(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(readSettings({}));
});

const good: readonly (readonly [name: string, text: string, key: keyof Settings, value: unknown])[] = [
  ['PORT', '0', 'port', 0],
  ['PORT', '65535', 'port', 65_535],
  ['HOST', '0.0.0.0', 'host', '0.0.0.0'],
  ['MANAGEMENT_API_URL', 'https://upstream.example.com/manage/json-rpc/abc', 'managementApiUrl', 'https://upstream.example.com/manage/json-rpc/abc'],
  ['ADMIN_KEY', 'sixteen-letters!', 'adminKey', 'sixteen-letters!'],
  ['DATABASE_URL', 'sqlite:/var/lib/a b.db', 'databaseUrl', 'sqlite:/var/lib/a b.db'],
  ['DATABASE_URL', 'postgres://name:pass%40word@host:5432/backend?sslmode=require', 'databaseUrl', 'postgres://name:pass%40word@host:5432/backend?sslmode=require'],
  ['DATABASE_URL', 'postgresql://host/backend', 'databaseUrl', 'postgresql://host/backend'],
  ['BACKEND_ID', 'a.B_c~1-2', 'backendId', 'a.B_c~1-2'],
  ['TRUST_PROXY', '10.0.0.0/8, ::1', 'trustProxy', [{ bits: 8 }, { bits: 128 }]],
  ['CORS_ORIGINS', 'https://a.example.com, http://localhost:8080', 'corsOrigins', ['https://a.example.com', 'http://localhost:8080']],
  ['UPSTREAM_TIMEOUT_MS', '1', 'upstreamTimeoutMs', 1],
  ['UPSTREAM_BATCH', 'true', 'upstreamBatch', true],
  ['METRICS_PORT', '9464', 'metricsPort', 9464],
  ['LOG_LEVEL', 'silent', 'logLevel', 'silent'],
  ['SHUTDOWN_GRACE_MS', '0', 'shutdownGraceMs', 0],
  ['SHUTDOWN_DELAY_MS', '5000', 'shutdownDelayMs', 5_000],
  ['MIN_USERNAME_LENGTH', '255', 'minUsernameLength', 255],
  ['MIN_PASSWORD_LENGTH', '80', 'minPasswordLength', 80],
  ['RPC_STRICT_HTTP', 'true', 'rpcStrictHttp', true],
  ['RPC_STRICT_HTTP', 'false', 'rpcStrictHttp', false],
  ['PUSH_PROJECTS_FILE', './push.json', 'pushProjectsFile', './push.json'],
];

test.each(good)('%s may be "%s"', (name, text, key, value) => {
  expect(readSettings({ [name]: text })).toMatchObject({ [key]: value });
});

test('MANAGEMENT_API_KEY is read together with MANAGEMENT_API_URL', () => {
  const settings = readSettings({ MANAGEMENT_API_URL: 'http://127.0.0.1:1', MANAGEMENT_API_KEY: 'key' });
  expect(settings).toMatchObject({ managementApiUrl: 'http://127.0.0.1:1/', managementApiKey: 'key' });
});

test.each([
  ['PORT', '-1', 'must be a whole number from 0 to 65535, not "-1".'],
  ['PORT', '80.5', 'must be a whole number from 0 to 65535, not "80.5".'],
  ['PORT', '0x50', 'must be a whole number from 0 to 65535, not "0x50".'],
  ['MANAGEMENT_API_URL', 'upstream.example.com', 'must be an http:// or https:// address.'],
  ['MANAGEMENT_API_KEY', 'key', 'only has a meaning together with MANAGEMENT_API_URL.'],
  ['ADMIN_KEY', 'fifteen-letters', 'must be at least 16 characters of printable ASCII without blanks.'],
  ['ADMIN_KEY', 'sixteen letters!', 'must be at least 16 characters of printable ASCII without blanks.'],
  ['DATABASE_URL', './data/backend.db', 'must be sqlite:FILE (not :memory:) or postgres://USER:PASSWORD@HOST:PORT/DATABASE, special characters written as %XX.'],
  ['DATABASE_URL', 'sqlite:', 'must be sqlite:FILE (not :memory:) or postgres://USER:PASSWORD@HOST:PORT/DATABASE, special characters written as %XX.'],
  ['DATABASE_URL', 'postgres://host', 'must be sqlite:FILE (not :memory:) or postgres://USER:PASSWORD@HOST:PORT/DATABASE, special characters written as %XX.'],
  ['DATABASE_URL', 'postgres://a:pass/word@host/backend', 'must be sqlite:FILE (not :memory:) or postgres://USER:PASSWORD@HOST:PORT/DATABASE, special characters written as %XX.'],
  ['BACKEND_ID', 'a/b', 'must be 1 to 64 letters, digits, ".", "_", "~" or "-", not "a/b".'],
  ['TRUST_PROXY', 'true', 'must be ranges of addresses separated by commas, such as 10.0.0.0/8,2001:db8::/32, not "true".'],
  ['CORS_ORIGINS', '*', 'must be origins separated by commas, such as https://app.example.com, not "*".'],
  ['CORS_ORIGINS', 'https://a.example.com,https://b.example.com/', 'must be origins separated by commas, such as https://app.example.com, not "https://b.example.com/".'],
  ['UPSTREAM_TIMEOUT_MS', '0', 'must be a whole number from 1 to 600000, not "0".'],
  ['LOG_LEVEL', 'INFO', 'must be one of fatal, error, warn, info, debug, trace, silent, not "INFO".'],
  ['SHUTDOWN_GRACE_MS', '10s', 'must be a whole number from 0 to 600000, not "10s".'],
  ['SHUTDOWN_DELAY_MS', '-1', 'must be a whole number from 0 to 600000, not "-1".'],
  ['MIN_USERNAME_LENGTH', '0', 'must be a whole number from 1 to 255, not "0".'],
  ['MIN_PASSWORD_LENGTH', '81', 'must be a whole number from 1 to 80, not "81".'],
  ['RPC_STRICT_HTTP', '1', 'must be true or false, not "1".'],
])('%s may not be "%s"', (name, text, sentence) => {
  expect(mistakesIn({ [name]: text })).toEqual([`${name}: ${sentence}`]);
});

test('every setting has one row, a meaning that is a sentence, and a default that it accepts', () => {
  expect(new Set(settingRows.map((row) => row.name)).size).toBe(settingRows.length);
  for (const { meaning, default: otherwise, parser } of settingRows) {
    expect(meaning).toMatch(/^[A-Z].*\.$/);
    if (otherwise !== undefined) expect(parser.parse(otherwise)).not.toBeUndefined();
  }
});

test.each([
  ['DATABSE_URL', 'DATABASE_URL'],
  ['DATABASE_URI', 'DATABASE_URL'],
  ['database_url', 'DATABASE_URL'],
  ['RATE_LIMIT_PER_MINUT', 'RATE_LIMIT_PER_MINUTE'],
  ['RATE_LIMITS_PER_MINUTES', 'RATE_LIMIT_PER_MINUTE'],
  ['LOG_LEVLE', 'LOG_LEVEL'],
  ['ADMIN_KEYS', 'ADMIN_KEY'],
  ['CORS_ORIGIN', 'CORS_ORIGINS'],
])('%s is told as a likely slip for %s', (name, meant) => {
  expect(likelySlips({ [name]: 'x' })).toEqual([`${name}: is no setting and is ignored; did you mean ${meant}?`]);
  expect(likelySlips({ [name]: 'x', [meant]: 'y' })).toHaveLength(1);
});

test('variables of others are none of our business', () => {
  const others = [
    'PATH', 'HOME', 'HOSTNAME', 'PORTS', 'HOSTS', 'POST', 'USER', 'LANG', 'LC_ALL', 'PWD', 'TZ', 'TERM', 'NODE_ENV', 'NODE_OPTIONS', 'LOGNAME', 'LOG_FORMAT', 'LOG_FILE', 'DEBUG', 'HTTP_PROXY', 'NO_PROXY', 'PGHOST',
    'POSTGRES_PASSWORD', 'REDIS_URL', 'DATABASE_HOST', 'DB_URL', 'API_KEY', 'AWS_SECRET_ACCESS_KEY', 'KUBERNETES_SERVICE_PORT', 'BACKEND_PORT', 'BACKEND_SERVICE_HOST', 'MANAGEMENT_API_PORT', 'npm_config_loglevel', 'npm_package_version',
  ];
  expect(likelySlips(Object.fromEntries(others.map((name) => [name, 'x'])))).toEqual([]);
});

test('settings cannot be changed', () => {
  expect(Object.isFrozen(readSettings({}))).toBe(true);
});

// A bug of src/settings.ts: the key is blamed as well.
test('a mistake in MANAGEMENT_API_URL is not blamed on MANAGEMENT_API_KEY too', () => {
  expect(mistakesIn({ MANAGEMENT_API_URL: 'upstream', MANAGEMENT_API_KEY: 'key' })).toEqual(['MANAGEMENT_API_URL: must be an http:// or https:// address.']);
});

function mistakesIn(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.mistakes;
    throw error;
  }
}
