/**
 * SQLite has one writer, and a statement that waits for another holds the event loop. So writes wait here, without holding
 * it, while something long is written elsewhere; and that begins when no write is under way.
 */
export class WriteGate {
  private writing = 0;
  private closed: Promise<unknown> | undefined;
  private noneIsWriting: (() => void) | undefined;

  /** The same part of a store, whose methods, but those that only read, wait for the gate. */
  guard<T extends object>(part: T, reads: readonly (keyof T)[]): T {
    return new Proxy(part, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function' || reads.includes(name as keyof T)) return typeof member === 'function' ? member.bind(target) as unknown : member;
        return async (...args: unknown[]) => this.write(() => Reflect.apply(member, target, args) as Promise<unknown>);
      },
    });
  }

  /** Runs `work` alone. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    while (this.closed !== undefined) await this.closed;
    const mine = this.quiet().then(work);
    this.closed = mine.catch(() => undefined).then(() => { this.closed = undefined; });
    return mine;
  }

  private async write(work: () => Promise<unknown>): Promise<unknown> {
    while (this.closed !== undefined) await this.closed;
    this.writing++;
    try {
      return await work();
    } finally {
      if (--this.writing === 0) this.noneIsWriting?.();
    }
  }

  private async quiet(): Promise<void> {
    if (this.writing > 0) await new Promise<void>((resolve) => { this.noneIsWriting = resolve; });
  }
}
