import { dueBatch as dueBatchOfAnyDialect, dueQueuedPush as dueQueuedPushOfAnyDialect, queuedPush as queuedPushOfAnyDialect, type Among } from '../pushes.js';
import type { ClaimedPush } from '../../push-store.js';
import type { Query } from '../query.js';

/** As an array that is made once, so that the index of the column is used. */
export const among: Among = {
  texts: (column) => `${column} = ANY (ARRAY(SELECT json_array_elements_text(?::text::json)))`,
  numbers: (column) => `${column} = ANY (ARRAY(SELECT json_array_elements_text(?::text::json)::bigint))`,
};

/** What another process is just claiming is passed over instead of waited for. */
export function dueQueuedPush(now: number): Query {
  return andFor(dueQueuedPushOfAnyDialect(now), 'UPDATE SKIP LOCKED');
}

export function dueBatch(project: string, platform: string, now: number): Query {
  return andFor(dueBatchOfAnyDialect(project, platform, now), 'UPDATE OF batch SKIP LOCKED');
}

/** Held until the step is committed: a claim that ran out meanwhile is taken over after it. */
export function queuedPush(push: ClaimedPush): Query {
  return andFor(queuedPushOfAnyDialect(push), 'UPDATE');
}

function andFor({ text, values }: Query, lock: string): Query {
  return { text: `${text} FOR ${lock}`, values };
}
