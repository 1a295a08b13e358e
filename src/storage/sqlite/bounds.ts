/**
 * Rows deleted in one transaction and one turn of the event loop. A long list of ids is deleted in several: unknown ids
 * are ignored, so a call that a crash cut short, and that was never answered, can be sent again.
 */
export const rowsDeletedPerTurn = 100;

/** Properties that have an index: each is written with every record of its kind. */
export const propertyIndexes = 8;

/** Records from which on an index is worth its cost: fewer are scanned in some ten milliseconds. */
export const recordsWorthAnIndex = 5_000;

/** Uses of a property in sorts and queries, since the start, after which it gets an index. */
export const usesWorthAnIndex = 3;

/** Properties of one request that count: an index on a fourth would hardly be asked. */
export const propertiesNotedOfRequest = 3;

/** Properties whose uses are counted at a time. */
export const usesKept = 1_000;

/** How often the use of an index is written down. */
export const indexUseNotedMs = 3_600_000;

/** An index that was not used for so long goes when the next is made. */
export const indexUnusedMs = 30 * 24 * 3_600_000;

/** Where there are as many as there may be, one that was not used for so long gives way to another. */
export const indexSpareMs = 24 * 3_600_000;
