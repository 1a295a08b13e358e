import { problemOf } from '../../contract/errors.js';
import { RpcError } from '../../contract/rpc-error.js';

/** In GraphQL a thing that does not exist is null, where a field asks for it by its id. */
export async function nullIfMissing<T>(found: Promise<T>): Promise<T | null> {
  return found.catch((error: unknown) => {
    if (error instanceof RpcError && problemOf(error) === 'not-found') return null;
    throw error;
  });
}
