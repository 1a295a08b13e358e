import DataLoader from 'dataloader';
import pLimit from 'p-limit';
import type { CallContext } from '../../contract/management-api.js';
import { User } from '../../contract/user.js';
import type { RpcAdapterService } from '../../rpc/rpc-adapter.service.js';
import { nullIfMissing } from '../graphql/null-if-missing.js';
import { toUser } from './translation.js';
import type { UserType } from './user.type.js';

export type OwnerLoader = DataLoader<string, UserType | null>;

/** Owners asked for at one time within an operation; the others wait. */
const ownersAtOnce = 100;

/** Loads the owners of items: one call a distinct user within an operation; null for one that is no more. */
export function createOwnerLoader(rpc: RpcAdapterService, context: CallContext): OwnerLoader {
  const load = (id: string): Promise<UserType | null | Error> =>
    nullIfMissing(rpc.call(User.get, { _id: id }, context).then(({ user }) => toUser(user)))
      .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
  const atOnce = pLimit(ownersAtOnce);
  return new DataLoader((ids) => Promise.all(ids.map((id) => atOnce(load, id))));
}
