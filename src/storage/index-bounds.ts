/** When an index on a property comes and goes, whatever the database: what one costs and what it saves are of the same order. */

/** Records from which on an index is worth its cost: fewer are scanned in some ten milliseconds. */
export const recordsWorthAnIndex = 5_000;

/** Uses of a property in sorts and filters, by one process since its start, after which it gets an index. */
export const usesWorthAnIndex = 3;

/** Properties of one request that count: an index on a fourth would hardly be asked. */
export const propertiesNotedOfRequest = 3;

/** Properties whose uses are counted at a time. */
export const usesKept = 1_000;

/** An index that was not used for so long goes. */
export const indexUnusedMs = 30 * 24 * 3_600_000;

/** Where there are as many as there may be, one that was not used for so long gives way to another. */
export const indexSpareMs = 24 * 3_600_000;
