/**
 * Which indexes on properties there are to be: the index itself is called property_ and the id. `cid` is 0 for users. One
 * that is not ready is being built, or was when its builder died.
 */
export const propertyIndexes = `
CREATE TABLE property_indexes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  cid bigint NOT NULL,
  property text COLLATE "C" NOT NULL,
  is_ready smallint NOT NULL DEFAULT 0,
  created_at bigint NOT NULL,
  last_used_at bigint NOT NULL,
  UNIQUE (cid, property)
);
`;
