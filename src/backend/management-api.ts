import type { Store } from '../storage/store.js';
import { openRpcDocument } from '../contract/open-rpc.js';
import { Dispatcher, type Report } from './dispatch.js';
import { collectionHandlers } from './handlers/collection.js';
import { deviceHandlers } from './handlers/device.js';
import type { Handlers } from './handlers/handler.js';
import { itemHandlers } from './handlers/item.js';
import { pushHandlers } from './handlers/push.js';
import { userHandlers, type UserRules } from './handlers/user.js';
import { systemClock } from './push/clock.js';
import type { OnOutcome } from './push/lane.js';
import type { Note } from './push/log-provider.js';
import type { PushProject } from './push/projects.js';
import { providerOf } from './push/providers.js';
import { PushWorker } from './push/worker.js';
import { Sweeper } from './sweeper.js';

export interface Rules extends UserRules {
  readonly pushProjects: readonly PushProject[];
}

/** Who is told of what happens in it. */
export interface Observers {
  readonly report: Report;
  /** Takes note of what the log provider "sends". */
  readonly note: Note;
  readonly onPushOutcome: OnOutcome;
}

export interface EmbeddedManagementApi {
  readonly api: Dispatcher;
  /** What it does besides answering: sweeps up and sends pushes. */
  readonly start: () => void;
  readonly stop: () => Promise<void>;
}

/** Puts the Management API together over a store: a handler for every method, and what works in the background. */
export function createManagementApi(store: Store, rules: Rules, { report, note, onPushOutcome }: Observers): EmbeddedManagementApi {
  const sweeper = new Sweeper(store.collections, report);
  const now = Date.now;
  const projects = new Map(rules.pushProjects.map((project) => [project.pushProjectId, project]));
  const ways = rules.pushProjects.flatMap((project) => (['android', 'ios'] as const).flatMap((platform) => {
    const provider = providerOf(project, platform, note, now);
    return provider === undefined ? [] : [{ project: project.pushProjectId, platform, provider }];
  }));
  const worker = new PushWorker(ways, { store: store.pushes, clock: systemClock, random: Math.random, report, onOutcome: onPushOutcome });
  const handlers = {
    ...userHandlers(store.users, rules, now),
    ...collectionHandlers(store.collections, sweeper),
    ...itemHandlers(store, now),
    ...deviceHandlers(store.devices, projects, now),
    ...pushHandlers(store.pushes, projects, now, () => { worker.wake(); }),
    'rpc.discover': { run: async () => openRpcDocument() },
  } satisfies Handlers;
  return {
    api: new Dispatcher(handlers, store, report),
    start: () => {
      sweeper.start();
      worker.start();
    },
    stop: async () => { await Promise.all([sweeper.stop(), worker.stop()]); },
  };
}
