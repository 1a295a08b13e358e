/**
 * Rows deleted in one transaction and one turn of the event loop. A long list of ids is deleted in several: unknown ids
 * are ignored, so a call that a crash cut short, and that was never answered, can be sent again.
 */
export const rowsDeletedPerTurn = 100;

/** Properties that have an index: each is written with every record of its kind. */
export const propertyIndexes = 8;

/** How often the use of an index is written down. */
export const indexUseNotedMs = 3_600_000;
