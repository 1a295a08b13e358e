/** Keys get ranges, an end, a last use, and are revoked by a mark: a name is that of one key that is not revoked. */
export const keysThatMayDoLess = `
ALTER TABLE keys ADD COLUMN cidrs TEXT NOT NULL DEFAULT '[]';
ALTER TABLE keys ADD COLUMN expires_at INTEGER;
ALTER TABLE keys ADD COLUMN last_used_at INTEGER;
ALTER TABLE keys ADD COLUMN revoked_at INTEGER;
CREATE UNIQUE INDEX keys_name ON keys (name) WHERE revoked_at IS NULL;
`;
