import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { createServer } from '../../src/server.js';
import { readSettings } from '../../src/settings.js';

export interface RunningApp {
  readonly nest: INestApplicationContext;
  readonly stop: () => Promise<void>;
}

/** The application without a port, for tests that look into it. */
export async function startApp(): Promise<RunningApp> {
  const folder = mkdtempSync(join(tmpdir(), 'backend-'));
  const server = await createServer(readSettings({ ADMIN_KEY: 'test-admin-key-0123456789', DATABASE_URL: `sqlite:${join(folder, 'backend.db')}`, LOG_LEVEL: 'fatal' }));
  return {
    nest: server.app,
    stop: async () => {
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}
