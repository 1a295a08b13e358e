import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const traceparent = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/;
const onlyZeros = /^0+$/;

/** Whether a text names a trace (W3C Trace Context, section 3.2); later versions may add to what version 00 says. */
export function isTraceparent(text: unknown): text is string {
  const found = typeof text === 'string' && text.length <= 256 ? traceparent.exec(text) : null;
  if (found === null) return false;
  const [, version = '', traceId = '', parentId = '', more] = found;
  return version !== 'ff' && (version !== '00' || more === undefined) && !onlyZeros.test(traceId) && !onlyZeros.test(parentId);
}

/** A trace that begins here, not sampled: nobody asked for it. */
function newTraceparent(): string {
  return `00-${randomUUID().replaceAll('-', '')}-${randomUUID().replaceAll('-', '').slice(16)}-00`;
}

/** What others along the trace keep with it: passed on as it is (section 3.3), if it can stand in a header and is no longer than all must take. */
function isTracestate(text: unknown): boolean {
  return typeof text === 'string' && /^[\x20-\x7e]{1,512}$/.test(text);
}

/**
 * The trace that a request belongs to: its own, or a new one, which then stands in its header, so that whoever reads
 * that later reads the same. A `tracestate` stays there only if it belongs to that trace.
 */
export function traceOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const sent = headers['traceparent'];
  const isKept = isTraceparent(sent);
  if (!isKept || !isTracestate(headers['tracestate'])) delete headers['tracestate'];
  return isKept ? sent : (headers['traceparent'] = newTraceparent());
}
