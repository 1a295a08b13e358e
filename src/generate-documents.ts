import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { openRpcDocument } from './contract/open-rpc.js';
import { errorsDocument } from './documents/errors.document.js';
import { settingsDocument } from './documents/settings.document.js';
import { OpenApi } from './gateway/documents/open-api.js';
import { sdlOf } from './gateway/documents/sdl.js';
import { createServer } from './server.js';
import { readSettings } from './settings.js';

/** Regenerates `openapi/` and the reference pages of `docs/` from the code; with `--check` only tells whether they are current. */
async function main(isCheck: boolean): Promise<void> {
  const documents = await generate();
  const stale: string[] = [];
  for (const [file, text] of Object.entries(documents)) {
    if (isCheck && read(file) !== text) stale.push(file);
    if (!isCheck) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
  if (stale.length === 0) return;
  process.stderr.write(`${stale.join(', ')}: not what the code says; run npm run docs.\n`);
  process.exitCode = 1;
}

async function generate(): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'documents-'));
  const server = await createServer(readSettings({ DATABASE_URL: `sqlite:${join(folder, 'backend.db')}`, LOG_LEVEL: 'error' }));
  try {
    return {
      'openapi/openapi.json': json(server.app.get(OpenApi, { strict: false }).document()),
      'openapi/openrpc.json': json(openRpcDocument()),
      'openapi/schema.graphql': sdlOf(server.app.get(GraphQLSchemaHost, { strict: false }).schema),
      'docs/errors.md': errorsDocument(),
      'docs/settings.md': settingsDocument(),
    };
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
}

function json(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

await main(process.argv.includes('--check'));
