import type { Query } from '../query.js';

/** Up to so many matches all are found first, and the page is cut from them. */
export const fewMatches = 1_000;

const limit = ' LIMIT ? OFFSET ?';

/**
 * The keys of a page where few records match. Told of a LIMIT, the planner hopes to meet enough matches early on the way
 * through the order of creation, and reads a million items for the sake of twenty; it plans what is materialised to its end,
 * and so by the index of the property.
 */
export function ofFewMatches({ text, values }: Query): Query {
  return { text: `WITH matches AS MATERIALIZED (${text.slice(0, -limit.length)}) SELECT seq FROM matches${limit}`, values };
}
