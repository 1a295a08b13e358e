/** Keys get ranges, an end, a last use, and are revoked by a mark: a name is that of one key that is not revoked. */
export const keysThatMayDoLess = `
ALTER TABLE keys
  ADD COLUMN cidrs text COLLATE "C" NOT NULL DEFAULT '[]',
  ADD COLUMN expires_at bigint,
  ADD COLUMN last_used_at bigint,
  ADD COLUMN revoked_at bigint;
CREATE UNIQUE INDEX keys_name ON keys (name) WHERE revoked_at IS NULL;
`;
