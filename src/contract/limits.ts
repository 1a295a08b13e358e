/** Every bound that the API states, with its unit (management-api.md, sections 1 to 3). */
export const limits = {
  idListLength: 10_000,
  pageNumber: 1_000_000,
  itemsInPage: 10_000,
  itemsInPageDefault: 100,
  itemsInPageDefaultOfGateway: 20,
  collections: 1_000,
  /** Chosen: keys that are not revoked, so that a list of them needs no pages; and what one of them may hold. */
  keys: 1_000,
  scopesOfKey: 100,
  cidrsOfKey: 100,
  recordBytes: 512_000,
  jsonDepth: 100,
  bodyBytes: 5 * 1024 * 1024,
  batchCalls: 100,
  latestForPropertyNames: 100,
  /** Chosen: one reply holds at most this much JSON, so that a page of huge items cannot exhaust the memory. */
  pageBytes: 32 * 1024 * 1024,
  /** Chosen: the largest reply of an upstream that is read: a full page, and room for the system properties of its records. */
  replyBytes: 64 * 1024 * 1024,
  /** Chosen: calls to an upstream in flight, each on a connection of its own, and how many may wait for their turn; more are refused. */
  upstreamCallsInFlight: 128,
  upstreamCallsWaiting: 1_024,
  /** Chosen: passwords that may wait to be hashed or compared, and scans that may wait for the database’s thread; more are refused. */
  passwordsWaiting: 64,
  scansWaiting: 128,
  /** Chosen: longest identifier, name filter or property path that is read at all, in characters. */
  idLength: 255,
  nameFilterLength: 1_000,
  propertyPathLength: 1_000,
  propertyNamesLength: 1_000,
  queryLength: 4_000,
  bindParams: 1_000,
} as const;
