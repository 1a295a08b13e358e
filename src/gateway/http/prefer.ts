import type { FastifyReply, FastifyRequest } from 'fastify';

const representation = /(?:^|[,;])\s*return\s*=\s*"?representation"?\s*(?:$|[,;])/i;

/**
 * What a change answers: nothing (204), or with `Prefer: return=representation` (RFC 7240) the record as it is now.
 * The change has been made by then, so a reading back that fails is no failure: 204 without Preference-Applied.
 */
export async function asPreferred<Record>(request: FastifyRequest, reply: FastifyReply, readBack: () => Promise<Record>): Promise<Record | undefined> {
  const prefer = request.headers['prefer'];
  const isWanted = prefer !== undefined && representation.test(Array.isArray(prefer) ? prefer.join(',') : prefer);
  const record = isWanted ? await readBack().catch(() => undefined) : undefined;
  if (record === undefined) {
    void reply.code(204);
    return undefined;
  }
  void reply.code(200).header('Preference-Applied', 'return=representation');
  return record;
}
