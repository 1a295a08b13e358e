import type { Store } from './store.js';

/** Opens the database that a checked DATABASE_URL names; only the driver that it needs is loaded. */
export async function openStore(url: string, report: (error: unknown) => void): Promise<Store> {
  const file = sqliteFileOf(url);
  if (file !== undefined) return (await import('./sqlite/sqlite-store.js')).SqliteStore.open(file, report);
  return (await import('./postgres/postgres-store.js')).PostgresStore.open(url, placeOf(url), report);
}

/** Where the data are, without user, password and options. */
export function placeOf(url: string): string {
  const file = sqliteFileOf(url);
  if (file !== undefined) return file;
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

function sqliteFileOf(url: string): string | undefined {
  return /^sqlite:(.+)$/s.exec(url)?.[1];
}
