/** A call and its answer as they were: an example of a method. */
export interface RecordedCall {
  /** What it shows. */
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly result: unknown;
}

/** An error as a call was answered with it. */
export interface RecordedError {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}
