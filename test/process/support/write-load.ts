import type { RunningServer } from '../../support/server.js';
import type { Ledger } from './ledger.js';

type Rpc = RunningServer['rpc'];

export interface Ledgers {
  readonly items: Ledger;
  readonly users: Ledger;
}

export interface Load {
  readonly rpc: Rpc;
  readonly collectionName: string;
  readonly ledgers: Ledgers;
  /** Numbers that are handed out once each, over all rounds. */
  readonly serials: Iterator<number, never>;
  /** How many answers to await, and what to do then, in the midst of what is in flight. */
  readonly answers: number;
  readonly kill: () => void;
}

const writers = 8;

/** Writes on several connections at once until the server is killed. Rejects when a write fails for another reason. */
export async function writeUntilKilled(load: Load): Promise<void> {
  const state = { answered: 0, isKilled: false };
  const writeOn = async (): Promise<void> => {
    do {
      try {
        await write(load, load.serials.next().value);
      } catch (error) {
        // How fetch tells of a connection that broke; by name, because the error is of another realm than the test.
        if (state.isKilled && (error as Error).name === 'TypeError') return;
        throw error;
      }
      if (++state.answered !== load.answers) continue;
      // A turn later the next writes are on their way.
      setImmediate(() => {
        state.isKilled = true;
        load.kill();
      });
    } while (!state.isKilled);
  };
  await Promise.all(Array.from({ length: writers }, writeOn));
}

/** Of ten writes five create, three update and two delete; now and then one makes a user, which takes long. */
async function write({ rpc, collectionName, ledgers: { items, users } }: Load, serial: number): Promise<void> {
  if (serial % 23 === 0) {
    const params = { username: `user${serial}`, password: `password${serial}`, properties: { serial } };
    await users.create({ _username: params.username, serial }, async () => idOf(await call(rpc, 'User.create', params), 'user'));
    return;
  }
  const kind = serial % 10;
  const id = kind < 5 ? undefined : items.pick(serial * 7919);
  if (id === undefined) {
    const item = { serial, text: 'ü😀'.repeat(serial % 60), nested: { list: [serial / 4, null, true, ''] }, absent: null };
    await items.create(item, async () => idOf(await call(rpc, 'CollectionItem.create', { collectionName, item }), 'item'));
  } else if (kind < 8) {
    const changes = { text: `changed ${serial}`, [`added${kind}`]: serial };
    await items.update(id, changes, () => call(rpc, 'CollectionItem.update', { collectionName, _id: id, item: changes }));
  } else {
    await items.delete(id, () => call(rpc, 'CollectionItem.delete', { collectionName, idList: [id] }));
  }
}

function idOf(result: unknown, kind: 'item' | 'user'): string {
  return (result as Record<typeof kind, { readonly _id: string }>)[kind]._id;
}

/** @throws Error when the answer is an error: no write of this load may be refused. */
export async function call(rpc: Rpc, method: string, params: object): Promise<unknown> {
  const reply = await rpc(method, params);
  if (reply.error !== undefined) throw new Error(`${method} was answered with ${JSON.stringify(reply.error)}`);
  return reply.result;
}
