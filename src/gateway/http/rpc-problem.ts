import { faultsOf, missingScopesOf, problemOf, problems, retryAfterOf, type Problem } from '../../contract/errors.js';
import type { RpcError } from '../../contract/rpc-error.js';
import { keyRequired, ProblemException, type ProblemDetails } from './problem.js';

/**
 * The problem that the error of a call is to the caller of a surface, whose names for the parameters `surfaceName`
 * knows. The table decides which; here only the telling of it is done.
 */
export function problemFrom(error: RpcError, surfaceName: (param: string, sentence: string) => string): ProblemException {
  const slug = problemOf(error);
  const faults = faultsOf(error).map(([param, detail]) => ({ name: surfaceName(param, detail), detail }));
  const { tellsMessage = false }: Problem = problems[slug];
  const missing = missingScopesOf(error);
  const detail = faults.length > 0 ? faults.map((fault) => `${fault.name}: ${fault.detail}`).join(' ')
    : missing.length > 0 ? `The key lacks the scope${missing.length === 1 ? '' : 's'} ${missing.join(', ')}.`
      : tellsMessage ? error.message : undefined;
  const details: ProblemDetails = {
    ...(detail !== undefined && { detail }),
    ...(faults.length > 0 && { errors: faults }),
    ...(isAnswer(error) && { rpc: { code: error.code, method: error.method, ...(error.data !== undefined && { data: error.data }) } }),
    ...headersOf(slug, error),
  };
  return new ProblemException(slug, details);
}

/** The adapter's own findings are no answer of a Management API. */
function isAnswer({ source }: RpcError): boolean {
  return source !== 'adapter' && source !== 'unsent' && source !== 'overloaded';
}

function headersOf(slug: ProblemException['slug'], error: RpcError): Pick<ProblemDetails, 'headers'> {
  if (slug === 'unauthenticated') return keyRequired.details.headers ? { headers: keyRequired.details.headers } : {};
  const seconds = retryAfterOf(error);
  return seconds === undefined ? {} : { headers: { 'Retry-After': String(seconds) } };
}
