/**
 * What one GraphQL operation may hold (gateway-api.md, section 4). All is checked before anything runs: the text and
 * what stands in it before it is validated, the cost before it is executed.
 */
export const graphqlLimits = {
  /** UTF-8 bytes of the text of a query. */
  queryBytes: 100 * 1024,
  /** Lexical tokens of a query. */
  tokens: 5_000,
  /** Levels of fields; those of introspection have a bound of their own. */
  depth: 12,
  /** Levels of fields from `__schema` or `__type` on, which is the first: the standard introspection query has 15. */
  introspectionDepth: 20,
  /** Fields under another name, those of a fragment each time it is spread. */
  aliases: 50,
  /** Directives, those of a fragment each time it is spread. */
  directives: 50,
  /** Chosen: how often one field may stand in one selection. Validation compares each two of them. */
  repetitions: 50,
  /** Chosen: mistakes of a query that are told at once. */
  mistakes: 8,
  /** Records and Management API calls that an operation may ask for. */
  cost: 20_000,
  /** Chosen: records that a loader brings together count as one call for so many, where calls are counted per minute. */
  loadsOfOneUnit: 100,
  /** Records that a list without pages counts as. */
  recordsOfUnpagedList: 100,
} as const;
