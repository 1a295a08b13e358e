import { delivered, type Provider } from './provider.js';

/** Takes note of one thing that happened. */
export type Note = (bindings: object, message: string) => void;

/** The provider of the demo project: what it "sends" stands in the log, without the token. */
export function logProvider(note: Note): Provider {
  return {
    concurrency: 100,
    sending: ({ queueId, pushProjectId, message, title, badge, extraJson }) => async ({ deviceId }) => {
      note({ pushProjectId, queueId, deviceId, title, message, badge, extraJson }, 'push');
      return delivered;
    },
    close: async () => undefined,
  };
}
