import type { FastifyReply, FastifyRequest } from 'fastify';

/** One preference, whose quoted texts may hold anything; what follows a `;` are parameters of it (RFC 7240, section 2). */
const preference = /(?:[^,"]|"(?:\\.|[^"\\])*")+/g;
const returned = /^\s*return\s*(?:=\s*"?([^\s";]*)"?\s*)?(?:;|$)/i;

/** What the first `return` preference asks for: later ones do not count. */
function preferredReturn(header: string): string | undefined {
  for (const each of header.match(preference) ?? []) {
    const found = returned.exec(each);
    if (found !== null) return found[1];
  }
  return undefined;
}

/**
 * What a change answers: nothing (204), or with `Prefer: return=representation` (RFC 7240) the record as it is now.
 * The change has been made by then, so a reading back that fails is no failure: 204 without Preference-Applied.
 */
export async function asPreferred<Record>(request: FastifyRequest, reply: FastifyReply, readBack: () => Promise<Record>): Promise<Record | undefined> {
  const prefer = request.headers['prefer'];
  const isWanted = prefer !== undefined && preferredReturn(Array.isArray(prefer) ? prefer.join(',') : prefer) === 'representation';
  const record = isWanted ? await readBack().catch(() => undefined) : undefined;
  if (record === undefined) {
    void reply.code(204);
    return undefined;
  }
  void reply.code(200).header('Preference-Applied', 'return=representation');
  return record;
}
