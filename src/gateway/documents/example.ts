/** A request of REST and its reply as they were: an example of an operation. */
export interface RecordedRequest {
  /** What it shows. */
  readonly name: string;
  /** Its method and path, with the query. */
  readonly request: string;
  /** The body that was sent, where there was one. */
  readonly body?: unknown;
  readonly status: number;
  /** The body that came back, where there was one. */
  readonly reply?: unknown;
}

/** A problem as a request was answered with it. */
export interface RecordedProblem {
  readonly type: string;
  readonly [member: string]: unknown;
}
