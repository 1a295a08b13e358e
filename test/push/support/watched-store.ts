import type { PushStore } from '../../../src/storage/push-store.js';

/** A store seen by one process: counts its calls under way, and falls silent for ever when the process "dies". */
export class WatchedStore {
  callsUnderWay = 0;
  isDead = false;
  private calls = 0;

  /** `diesAfter`: the number of calls after which nothing comes back any more, and nothing is done. */
  constructor(readonly store: PushStore, private readonly diesAfter = Infinity) {}

  asSeen(): PushStore {
    return new Proxy(this.store, {
      get: (store, name) => async (...args: unknown[]): Promise<unknown> => {
        this.isDead ||= ++this.calls > this.diesAfter;
        if (this.isDead) return new Promise(() => undefined);
        this.callsUnderWay++;
        try {
          return await (Reflect.get(store, name) as (...given: unknown[]) => Promise<unknown>).apply(store, args);
        } finally {
          this.callsUnderWay--;
        }
      },
    });
  }
}
