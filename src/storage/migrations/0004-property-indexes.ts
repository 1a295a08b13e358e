/** The indexes on properties that there are: each is called property_ and the id. `kind` is the table. */
export const propertyIndexes = `
CREATE TABLE property_indexes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  property TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  UNIQUE (kind, property)
) STRICT;
`;
