import { generateKeyPairSync } from 'node:crypto';
import type { ApnsCredentials } from '../../../src/backend/push/apns.js';
import type { FcmCredentials } from '../../../src/backend/push/fcm.js';

/** Keys as Google and Apple give them out, made for the test run. */
const google = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const apple = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

const spki = { type: 'spki', format: 'pem' } as const;
const pkcs8 = { type: 'pkcs8', format: 'pem' } as const;
export const googlePublicKey = google.publicKey.export(spki).toString();
export const applePublicKey = apple.publicKey.export(spki).toString();
export const appleKeyFile = apple.privateKey.export(pkcs8).toString();

/** The contents of Google's service account file. */
export function serviceAccountFile(url: string): object {
  return {
    type: 'service_account', project_id: 'my-app', private_key_id: 'k1', private_key: google.privateKey.export(pkcs8).toString(),
    client_email: 'push@my-app.iam.gserviceaccount.com', token_uri: `${url}/token`,
  };
}

export function fcmCredentials(url: string): FcmCredentials {
  return {
    projectId: 'my-app', endpoint: url,
    serviceAccount: { clientEmail: 'push@my-app.iam.gserviceaccount.com', privateKey: google.privateKey, privateKeyId: 'k1', tokenUri: `${url}/token` },
  };
}

export function apnsCredentials(endpoint: string, sandboxEndpoint: string): ApnsCredentials {
  return { teamId: 'TEAM', keyId: 'KEY', key: apple.privateKey, topic: 'com.example.app', endpoint, sandboxEndpoint };
}
