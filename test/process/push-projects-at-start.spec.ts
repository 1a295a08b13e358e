import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanUp, launch, temporaryFolder } from './support/server-process.js';

afterAll(cleanUp);

test('a start with wrong push projects names each mistake on a line of its own, and ends with status 1', async () => {
  const file = join(temporaryFolder(), 'push.json');
  writeFileSync(file, JSON.stringify([{ pushProjectId: 'p1', android: { provider: 'gcm' } }, { pushProjectId: 'p1', ios: { provider: 'log', keyFile: 'x' } }]));
  const server = launch({ PUSH_PROJECTS_FILE: file, DATABASE_URL: `sqlite:${join(temporaryFolder(), 'backend.db')}` });
  expect(await server.ended).toEqual({ code: 1, signal: null });
  expect(server.stderr).toBe([
    'PUSH_PROJECTS_FILE: [0].android.provider: must be "fcm" or "log".',
    'PUSH_PROJECTS_FILE: [1].ios.keyFile: is not known; known are provider.',
    'PUSH_PROJECTS_FILE: [1].pushProjectId: "p1" is there already.',
    '',
  ].join('\n'));
  expect(server.stdout).toBe('');
});
