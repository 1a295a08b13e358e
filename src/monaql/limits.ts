/** The bounds of one query (management-api.md, section 5). */
export const queryLimits = {
  /** Code points. */
  characters: 4_000,
  comparisons: 200,
  openParentheses: 32,
  /** In one list, those of lists within it included. */
  valuesInList: 1_000,
  /** Chosen: as deep as a stored value nests; a deeper list equals none. */
  nestedLists: 100,
} as const;
