/** How long a failure to get a token is told to whoever asks next, in milliseconds: a wall is not run against at full speed. */
const failureKeptMs = 1_000;

export interface FreshToken {
  readonly token: string;
  /** When it should no longer be used, in milliseconds since the epoch. */
  readonly staleAt: number;
}

/**
 * A token that is made once however many wait for it, kept until it is stale, and made anew when a provider finds it
 * expired before that.
 */
export class RenewableToken {
  private current: { readonly made: Promise<FreshToken>; staleAt: number } | undefined;

  constructor(private readonly make: () => Promise<FreshToken>, private readonly now: () => number) {}

  /** @throws whatever making it throws. */
  async get(): Promise<string> {
    if (this.current === undefined || this.now() >= this.current.staleAt) this.current = this.begin();
    return (await this.current.made).token;
  }

  /** To be told of a token that was refused as expired: the next that is got is another one. */
  async forget(refused: string): Promise<void> {
    const { current } = this;
    const token = await current?.made.then((fresh) => fresh.token, () => undefined);
    // Of all who were refused with the same token only the first makes a new one.
    if (token === refused && this.current === current) this.current = undefined;
  }

  private begin(): { readonly made: Promise<FreshToken>; staleAt: number } {
    const begun = { made: this.make(), staleAt: Infinity };
    begun.made.then(
      ({ staleAt }) => { begun.staleAt = staleAt; },
      () => { begun.staleAt = this.now() + failureKeptMs; },
    );
    return begun;
  }
}
