/** Connections for what an index answers, shared by everything in flight: their statements follow one another closely. */
export const quickConnections = 8;

/** Connections for what grows with the number of records, so that it never keeps a quick statement waiting. */
export const scanConnections = 4;

/** How long connecting may take. */
export const connectTimeoutMs = 5_000;

/** How long a statement may run or wait for a lock before the server ends it. */
export const statementTimeoutMs = 10_000;

/** The same for statements over all records. */
export const scanTimeoutMs = 30_000;

/** How long a statement that brings the schema up to date may run, waiting for another process that does so included. */
export const migrationTimeoutMs = 600_000;

/** A transaction left open by a process that hangs is ended by the server. */
export const idleInTransactionTimeoutMs = 10_000;

/** How long a stopping process waits for statements under way. */
export const closeTimeoutMs = 5_000;

/** Statement texts a connection keeps prepared; later ones, which only odd sorts and filters bring, are planned each time. */
export const preparedTexts = 200;

/** Attempts at a statement that failed for a reason that passes: their waits add up to two to three seconds. */
export const attempts = 8;

/** Rows deleted by one statement. */
export const rowsDeletedPerStatement = 1_000;

/** Rows of one group commit, and bytes of their documents after which no more are added. */
export const rowsPerGroup = 200;
export const bytesPerGroup = 1024 * 1024;

/** Rows fetched by one statement of a page. */
export const rowsPerFetch = 100;

/** How long rows are turned into records before the event loop gets its turn. */
export const turnMs = 10;

/** Properties that have an index, of all collections together: each new record is held against each of them. */
export const propertyIndexesInAll = 64;

/** Properties of one kind of records that have an index: each is written with each of these records. */
export const propertyIndexesOfOneKind = 8;

/** How often a process notes which indexes it used, and looks whether one is to be made, repaired or dropped. */
export const indexUpkeepMs = 60_000;

/** How long the connection for indexes is kept when it has nothing to do. */
export const upkeepIdleMs = 5_000;
