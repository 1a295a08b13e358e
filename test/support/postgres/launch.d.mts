export interface LaunchedPostgres {
  /** Of its database for maintenance. */
  readonly url: string;
  /** Shuts the server down, connections and all; its data stay. */
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** Ends it for good and removes its data. */
  readonly end: () => Promise<void>;
}
export function launchPostgres(): Promise<LaunchedPostgres>;
