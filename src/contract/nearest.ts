import { suggestionList } from 'graphql/jsutils/suggestionList.js';

/** Longer names are no slips of known ones, and comparing them would take time. */
const longestSlip = 64;

/** The known name that a mistyped one most likely means, by the measure of GraphQL's own "Did you mean". */
export function nearest(name: string, known: readonly string[]): string | undefined {
  return name.length > longestSlip ? undefined : suggestionList(name, known)[0];
}
