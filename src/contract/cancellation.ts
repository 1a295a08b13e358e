/** As much of an AbortSignal as a call needs: every AbortSignal is one. */
export interface CancelSignal {
  readonly aborted: boolean;
  readonly reason: Error | undefined;
  /** @throws its reason when it was aborted. */
  throwIfAborted: () => void;
  addEventListener: (type: 'abort', listener: () => void) => void;
  removeEventListener: (type: 'abort', listener: () => void) => void;
}

/**
 * Cancels what listens to it, once. There are several a call, and Node's AbortController, an EventTarget with weak
 * references and a list of its own, costs as much as the rest of the call's bookkeeping (docs/adr/0005).
 */
export class Cancellation implements CancelSignal {
  private listeners: Set<() => void> | undefined;
  private cause: Error | undefined;

  get aborted(): boolean {
    return this.cause !== undefined;
  }

  get reason(): Error | undefined {
    return this.cause;
  }

  throwIfAborted(): void {
    if (this.cause !== undefined) throw this.cause;
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    (this.listeners ??= new Set()).add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.listeners?.delete(listener);
  }

  abort(reason: Error): void {
    if (this.cause !== undefined) return;
    this.cause = reason;
    for (const listener of this.listeners ?? []) listener();
    this.listeners = undefined;
  }
}
