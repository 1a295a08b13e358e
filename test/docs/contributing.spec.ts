import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { adminKey, clientOf } from '../support/server.js';
import { beyondTheContract } from '../support/contracts/check-every-reply.js';
import { cleanUp, launch } from '../process/support/server-process.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'contributing-'));

afterAll(async () => {
  await cleanUp();
  rmSync(copy, { recursive: true });
});

/** Every "In `file`, above `line`:" with the block below it, put into the copy. */
function follow(text: string): number {
  const insertions = [...text.matchAll(/^In `([^`]+)`, above `([^`]+)`:\n\n```ts\n([\s\S]*?)^```/gm)];
  for (const [, file = '', anchor = '', block = ''] of insertions) {
    const path = join(copy, file);
    const parts = readFileSync(path, 'utf8').split(anchor);
    expect([anchor, parts.length]).toEqual([anchor, 2]);
    writeFileSync(path, parts.join(`${block}${anchor}`));
  }
  return insertions.length;
}

test('who follows the five steps has a method on all three surfaces', async () => {
  for (const name of ['src', 'package.json', '.swcrc', 'nest-cli.json', 'tsconfig.json', 'scripts/bundle.mjs']) cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  expect(follow(readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8'))).toBe(6);
  const built = spawnSync('npm', ['run', 'build'], { cwd: copy, encoding: 'utf8' });
  expect([built.status, built.stderr]).toEqual([0, expect.any(String)]);

  const server = launch({ DATABASE_URL: `sqlite:${join(copy, 'backend.db')}`, ADMIN_KEY: adminKey }, undefined, copy);
  const { rpc, request, graphql } = clientOf(await server.ready());
  // The documents in openapi/ do not describe it: nobody ran `npm run docs` in the copy.
  await beyondTheContract(async () => {
    await rpc('Collection.create', { _id: 'Open', defaultPublicPermission: 'r' });
    await rpc('Collection.create', { _id: 'Closed' });
    expect((await rpc('Collection.getVisibility', { _id: 'Open' })).result).toEqual({ isPublic: true });
    expect(await (await request('/v1/collections/Closed/visibility')).json()).toEqual({ isPublic: false });
    expect((await request('/v1/collections/None/visibility')).status).toBe(404);
    expect((await graphql('{ collections { name isPublic } }')).data).toEqual({ collections: [{ name: 'Closed', isPublic: false }, { name: 'Open', isPublic: true }] });
    expect(await (await request('/openapi.json')).json()).toMatchObject({ paths: { '/v1/collections/{name}/visibility': { get: { operationId: 'getCollectionVisibility' } } } });
  });
  await server.end('SIGTERM');
});
