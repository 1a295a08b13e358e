import type { RecordedError } from '../../src/contract/example.js';
import { rpcMessages, type RpcCode } from '../../src/contract/rpc-error.js';
import { clientOf, type RpcReply } from '../support/server.js';
import { Names } from './names.js';
import { finishedPush, narrowKey, type Places } from './places.js';

/** For every error that a method may answer a call that meets it. */
const met: Readonly<Partial<Record<RpcCode, (places: Places) => Promise<RpcReply>>>> = {
  [-32602]: ({ server }) => server.rpc('CollectionItem.list', { collectionName: 'Highscore' }),
  [-32603]: ({ damaged }) => damaged.rpc('User.get', { _id: 'u1' }),
  4: ({ server }) => clientOf(server.url, 'no-key').rpc('User.list'),
  13: async ({ server }) => {
    const [, pushProjectId, , queueId] = /push\/(.*)\/(.*)\/(.*)$/.exec(await finishedPush(server))!;
    return server.rpc('Push.cancel', { pushProjectId, queueId });
  },
  14: async ({ server }) => clientOf(server.url, await narrowKey(server)).rpc('User.list'),
  9999: async ({ strict }) => {
    await strict.rpc('User.list');
    return strict.rpc('User.list');
  },
};

/** Meets every error once: how it was told, by code. */
export async function recordErrors(places: Places): Promise<Record<string, RecordedError>> {
  const errors: Record<string, RecordedError> = {};
  for (const [code, meet] of Object.entries(met)) {
    const { error } = await meet(places);
    if (error?.code !== Number(code)) throw new Error(`Instead of ${code}, ${rpcMessages[Number(code) as RpcCode]}, there was ${JSON.stringify(error)}`);
    errors[code] = new Names().show(error);
  }
  return errors;
}
