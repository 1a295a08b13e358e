/** What the Management API answered instead of a result. */
export class RpcError extends Error {
  constructor({ code, message, data }) {
    super(`${message} (${code})${data === undefined ? '' : `: ${JSON.stringify(data)}`}`);
    Object.assign(this, { code, data });
  }
}

/** A client of the Management API at `url`, such as http://127.0.0.1:3000/rpc. */
export function createClient(url, key) {
  const send = async (body) => {
    const reply = await fetch(url, { method: 'POST', headers: { 'X-Monaca-Backend-Management-API-Key': key }, body: JSON.stringify(body), signal: AbortSignal.timeout(10_000) });
    return reply.json();
  };
  const request = ([method, params = {}], id) => ({ jsonrpc: '2.0', id, method, params });
  const resultOf = ({ result, error }) => {
    if (error) throw new RpcError(error);
    return result;
  };
  return {
    call: async (method, params) => resultOf(await send(request([method, params], 1))),
    /** At most 100 calls in one request; the outcome of each, as Promise.allSettled tells it. */
    batch: async (calls) => {
      const replies = await send(calls.map(request));
      // One error stands for all, such as a wrong key.
      if (!Array.isArray(replies)) throw new RpcError(replies.error);
      const byId = new Map(replies.map((reply) => [reply.id, reply]));
      return Promise.allSettled(calls.map(async (_, id) => resultOf(byId.get(id))));
    },
  };
}
