/** Every bound that the API states (management-api.md, sections 1 to 3), each with its unit and what it bounds. */
const rows = {
  itemsInPage: [10_000, 'records', 'in one page of a list: the most that `itemsInPage` may say'],
  itemsInPageDefault: [100, 'records', 'in a page where a JSON-RPC call says no `itemsInPage`'],
  itemsInPageDefaultOfGateway: [20, 'records', 'in a page where a REST request or a GraphQL field says no `itemsInPage`'],
  pageNumber: [1_000_000, 'pages', 'the most that `page` may say'],
  pageBytes: [32 * 1024 * 1024, 'bytes', 'of JSON in one page, and in one reply to a batch: a page of huge records cannot exhaust the memory'],
  collections: [1_000, 'collections', 'in one backend'],
  keys: [1_000, 'keys', 'that are not revoked, so that a list of them needs no pages'],
  scopesOfKey: [100, 'scopes', 'of one key'],
  cidrsOfKey: [100, 'ranges of addresses', 'of one key'],
  recordBytes: [512_000, 'bytes', 'of an item, or of a user’s properties, as UTF-8 JSON'],
  jsonDepth: [100, 'levels', 'that any JSON may nest'],
  bodyBytes: [5 * 1024 * 1024, 'bytes', 'of a request body'],
  batchCalls: [100, 'calls', 'in one JSON-RPC batch'],
  idListLength: [10_000, 'ids', 'in one `idList`, `userOidList` or `deviceIdList`'],
  latestForPropertyNames: [100, 'records', 'the latest ones, that `getPropertyNames` looks at'],
  idLength: [255, 'characters', 'of an id or a name that is read at all'],
  nameFilterLength: [1_000, 'characters', 'of a `nameFilter`'],
  propertyPathLength: [1_000, 'characters', 'of a property name or path'],
  propertyNamesLength: [1_000, 'names', 'in `propertyNames`'],
  queryLength: [4_000, 'characters', 'of a MonaQL query'],
  bindParams: [1_000, 'values', 'bound to a MonaQL query'],
  replyBytes: [64 * 1024 * 1024, 'bytes', 'of an upstream’s reply: a full page, and room for the system properties of its records'],
  upstreamCallsInFlight: [128, 'calls', 'to an upstream in flight, each on a connection of its own'],
  upstreamCallsWaiting: [1_024, 'calls', 'to an upstream that may wait for their turn; more are refused'],
  passwordsWaiting: [64, 'passwords', 'that may wait to be hashed or compared; more are refused'],
  scansWaiting: [128, 'scans', 'that may wait for the database’s thread; more are refused'],
} as const satisfies Record<string, readonly [value: number, unit: string, about: string]>;

type LimitName = keyof typeof rows;

export const limits = Object.fromEntries(Object.entries(rows).map(([name, [value]]) => [name, value])) as { readonly [Name in LimitName]: (typeof rows)[Name][0] };

/** The same for the settings reference. */
export const limitRows: readonly (readonly [value: number, unit: string, about: string])[] = Object.values(rows);
