/**
 * What keys have used up of their windows, by the SHA-256 of each. It need not survive a crash, so it is not written to
 * the log, which halves the cost of a lease.
 */
export const rateLimits = `
CREATE UNLOGGED TABLE rate_limits (
  key text COLLATE "C" PRIMARY KEY,
  used bigint NOT NULL,
  granted bigint NOT NULL,
  ends_at bigint NOT NULL
);
`;
