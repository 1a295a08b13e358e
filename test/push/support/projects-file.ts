import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appleKeyFile, applePublicKey, googlePublicKey, serviceAccountFile } from './credentials.js';
import { startFakeApns, type FakeApns } from './fake-apns.js';
import { startFakeFcm, type FakeFcm } from './fake-fcm.js';

/** Fake providers, and the file that names a project whose devices they reach. */
export interface FakeProviders {
  readonly fcm: FakeFcm;
  readonly apns: FakeApns;
  readonly sandbox: FakeApns;
  /** What PUSH_PROJECTS_FILE is set to; its one project is p1. */
  readonly file: string;
  readonly stop: () => Promise<void>;
}

export async function startFakeProviders(project: object = {}): Promise<FakeProviders> {
  const folder = mkdtempSync(join(tmpdir(), 'push-'));
  const [fcm, apns, sandbox] = await Promise.all([startFakeFcm(googlePublicKey), startFakeApns(applePublicKey), startFakeApns(applePublicKey)]);
  writeFileSync(join(folder, 'fcm.json'), JSON.stringify(serviceAccountFile(fcm.url)));
  writeFileSync(join(folder, 'AuthKey.p8'), appleKeyFile);
  const file = join(folder, 'push.json');
  writeFileSync(file, JSON.stringify([{
    pushProjectId: 'p1',
    android: { provider: 'fcm', projectId: 'my-app', serviceAccountFile: './fcm.json', endpoint: fcm.url },
    ios: { provider: 'apns', teamId: 'TEAM', keyId: 'KEY', keyFile: 'AuthKey.p8', topic: 'com.example.app', endpoint: apns.url, sandboxEndpoint: sandbox.url },
    ...project,
  }]));
  return {
    fcm, apns, sandbox, file,
    stop: async () => {
      await Promise.all([fcm.stop(), apns.stop(), sandbox.stop()]);
      rmSync(folder, { recursive: true });
    },
  };
}
