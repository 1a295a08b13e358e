export type Value = string | number | null;

/** The text of a statement and the values bound to its question marks. */
export interface Query {
  readonly text: string;
  readonly values: readonly Value[];
}
