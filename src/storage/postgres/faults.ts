/** What is known of an error of the driver, of the network below it, or of the server. */
interface DatabaseError {
  readonly code?: string;
  readonly message: string;
}

/** Two transactions got into each other's way; the server rolled this one back. */
const conflicts = new Set(['40001', '40P01']);

/** The statement never reached a server that takes statements. */
const unreached = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'CONNECT_TIMEOUT', '57P03', '53300']);

/** The connection broke while the statement ran: nobody knows whether it was committed. */
const broken = new Set(['CONNECTION_CLOSED', 'CONNECTION_DESTROYED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '08006', '08003']);

export function codeOf(error: unknown): string {
  return (error as DatabaseError).code ?? '';
}

/** Whether a write that failed so can be sent again: it certainly did nothing. */
export function isWriteWorthRepeating(error: unknown): boolean {
  return conflicts.has(codeOf(error)) || unreached.has(codeOf(error));
}

/** Whether a read that failed so can be sent again. */
export function isReadWorthRepeating(error: unknown): boolean {
  return isWriteWorthRepeating(error) || broken.has(codeOf(error));
}

/** Whether nobody knows if a write that failed so was committed. */
export function isOutcomeUnknown(error: unknown): boolean {
  return broken.has(codeOf(error));
}

/** Whether an error says that a unique value is taken already. */
export function isUniqueViolation(error: unknown): boolean {
  return codeOf(error) === '23505';
}

const reasons = new Map([
  ['ECONNREFUSED', 'nothing listens there'], ['ENOTFOUND', 'there is no such host'], ['EAI_AGAIN', 'there is no such host'],
  ['EHOSTUNREACH', 'the host cannot be reached'], ['ENETUNREACH', 'the host cannot be reached'],
  ['ETIMEDOUT', 'it does not answer'], ['CONNECT_TIMEOUT', 'it does not answer'], ['CONNECTION_CLOSED', 'it closes the connection; is it a PostgreSQL, and does it want TLS (?sslmode=require)'],
  ['28P01', 'the user name or the password is wrong'], ['28000', 'it does not let this user in from here'], ['3D000', 'it does not exist there'],
  ['53300', 'it has no connection to spare'], ['57P03', 'it is starting up or shutting down'],
  ['42501', 'this user may not create tables in it'], ['25006', 'it is read-only'],
]);

/** Why a database cannot be used, in words for whoever runs the server. */
export function reasonOf(error: unknown): string {
  return reasons.get(codeOf(error)) ?? (error as DatabaseError).message;
}
