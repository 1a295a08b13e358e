import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { PushProjectsError, readPushProjects } from './projects.js';

const folder = mkdtempSync(join(tmpdir(), 'push-projects-'));
afterAll(() => { rmSync(folder, { recursive: true }); });

const pkcs8 = { type: 'pkcs8', format: 'pem' } as const;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export(pkcs8).toString();
const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey.export(pkcs8).toString();
const secp384 = generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).privateKey.export(pkcs8).toString();
const account = { client_email: 'a@b', private_key_id: 'k1', private_key: rsa, token_uri: 'https://oauth2.googleapis.com/token' };

mkdirSync(join(folder, 'sub'));
const write = (name: string, content: unknown): string => {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return join(folder, name);
};
write('sub/fcm.json', account);
write('sub/AuthKey.p8', ec);

const fcm = { provider: 'fcm', projectId: 'my-app', serviceAccountFile: './sub/fcm.json' };
const apns = { provider: 'apns', teamId: 'T', keyId: 'K', keyFile: 'sub/AuthKey.p8', topic: 'com.example.app' };

test('the file of the specification is read, with its defaults, and relative paths from where it lies', () => {
  const file = write('projects.json', [
    { pushProjectId: 'p1', android: fcm, ios: apns },
    { pushProjectId: 'demo', adhocAsRelease: true, android: { provider: 'log' } },
    { pushProjectId: 'p2', android: { ...fcm, endpoint: 'http://127.0.0.1:1' }, ios: { ...apns, endpoint: 'http://127.0.0.1:2', sandboxEndpoint: 'http://127.0.0.1:3' } },
  ]);
  const [first, demo, second] = readPushProjects(file);
  expect(first).toMatchObject({
    pushProjectId: 'p1', adhocAsRelease: false,
    android: { provider: 'fcm', projectId: 'my-app', endpoint: 'https://fcm.googleapis.com', serviceAccount: { clientEmail: 'a@b', privateKeyId: 'k1', tokenUri: account.token_uri } },
    ios: { provider: 'apns', teamId: 'T', keyId: 'K', topic: 'com.example.app', endpoint: 'https://api.push.apple.com', sandboxEndpoint: 'https://api.sandbox.push.apple.com' },
  });
  expect(demo).toEqual({ pushProjectId: 'demo', adhocAsRelease: true, android: { provider: 'log' }, ios: undefined });
  expect(second).toMatchObject({ android: { endpoint: 'http://127.0.0.1:1' }, ios: { endpoint: 'http://127.0.0.1:2', sandboxEndpoint: 'http://127.0.0.1:3' } });
});

test('no key is shown by whoever prints the projects', () => {
  const file = write('projects.json', [{ pushProjectId: 'p1', android: fcm, ios: apns }]);
  const projects = readPushProjects(file);
  const secrets = [rsa, ec].map((pem) => pem.split('\n')[1] ?? '');
  for (const text of [inspect(projects, { depth: 9 }), JSON.stringify(projects)]) for (const secret of secrets) expect(text).not.toContain(secret);
});

function mistakesIn(content: unknown): readonly string[] {
  try {
    readPushProjects(write('projects.json', content));
    return [];
  } catch (error) {
    if (error instanceof PushProjectsError) return error.mistakes;
    throw error;
  }
}

test('every mistake is named with its place, all at once', () => {
  write('sub/other.json', { ...account, private_key: ec, token_uri: 'ftp://x' });
  write('sub/empty.json', {});
  write('sub/no.json', '{"private_key": "hunter2');
  write('sub/other.p8', secp384);
  expect(mistakesIn([
    { pushProjectId: '', android: { provider: 'gcm' }, ios: null },
    { pushProjectId: 'p1' },
    { pushProjectId: 'p1', adhocAsRelease: 'yes', android: { ...fcm, projectId: 7, endpoint: 'fcm.googleapis.com', key: 'x' } },
    { pushProjectId: 'p2', android: { ...fcm, serviceAccountFile: 'sub/other.json' }, ios: { ...apns, keyFile: 'sub/other.p8', topic: '' } },
    { pushProjectId: 'p3', android: { provider: 'fcm' }, ios: { provider: 'apns', keyFile: 'nowhere.p8' } },
    { pushProjectId: 'p4', android: { ...fcm, serviceAccountFile: 'sub/empty.json' }, ios: { provider: 'log', topic: 'x' } },
    { pushProjectId: 'p5', android: { ...fcm, serviceAccountFile: 'sub/no.json' } },
    'p6',
  ])).toEqual([
    '[0].pushProjectId: must be a text that is not empty.',
    '[0].android.provider: must be "fcm" or "log".',
    '[0].ios: must be an object.',
    '[1]: must have android, ios or both.',
    '[2].adhocAsRelease: must be true or false.',
    '[2].android.key: is not known; known are provider, projectId, serviceAccountFile, endpoint.',
    '[2].android.projectId: must be a text that is not empty.',
    '[2].android.endpoint: must be an http:// or https:// address.',
    '[3].android.serviceAccountFile.private_key: must be a private key in PEM form, RSA.',
    '[3].android.serviceAccountFile.token_uri: must be an http:// or https:// address.',
    '[3].ios.topic: must be a text that is not empty.',
    '[3].ios.keyFile: must be a private key in PEM form, EC on the curve P-256.',
    '[4].android.projectId: is missing.',
    '[4].android.serviceAccountFile: is missing.',
    '[4].ios.teamId: is missing.',
    '[4].ios.keyId: is missing.',
    '[4].ios.topic: is missing.',
    `[4].ios.keyFile: ${join(folder, 'nowhere.p8')} does not exist.`,
    '[5].android.serviceAccountFile.client_email: is missing.',
    '[5].android.serviceAccountFile.private_key: is missing.',
    '[5].android.serviceAccountFile.token_uri: is missing.',
    '[5].ios.topic: is not known; known are provider.',
    `[6].android.serviceAccountFile: ${join(folder, 'sub/no.json')} is no JSON.`,
    '[7]: must be an object.',
    '[2].pushProjectId: "p1" is there already.',
  ]);
});

test.each([['{}'], ['[]'], ['[{"hunter2']])('%s is no list of projects, and nothing of it is repeated', (text) => {
  const mistakes = mistakesIn(text);
  expect(mistakes).toHaveLength(1);
  expect(mistakes[0]).not.toContain('hunter2');
});

test('a file that is not there is named', () => {
  expect(() => readPushProjects(join(folder, 'none.json'))).toThrow(`the file: ${join(folder, 'none.json')} does not exist.`);
});
