import { apnsProvider } from './apns.js';
import { fcmProvider } from './fcm.js';
import { logProvider, type Note } from './log-provider.js';
import type { PushProject } from './projects.js';
import type { Provider } from './provider.js';

/** The provider of a platform of a project; undefined where the project does not have it. */
export function providerOf({ android, ios }: PushProject, platform: 'android' | 'ios', note: Note, now: () => number): Provider | undefined {
  const credentials = platform === 'android' ? android : ios;
  switch (credentials?.provider) {
    case undefined:
      return undefined;
    case 'fcm':
      return fcmProvider(credentials, now);
    case 'apns':
      return apnsProvider(credentials, now);
    case 'log':
      return logProvider(note);
  }
}
