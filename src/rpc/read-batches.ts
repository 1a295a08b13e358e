import type { CancelSignal } from '../contract/cancellation.js';
import { limits } from '../contract/limits.js';
import { RpcError } from '../contract/rpc-error.js';
import { readBatch, readEnvelope, readReply, requestText, type Envelope } from './envelope.js';
import { Fault } from './fault.js';
import type { Outgoing } from './outgoing.js';
import type { Reply } from './reply-reader.js';
import { SharedCall } from './shared-call.js';

/** What a reply over HTTP tells beside its text. */
export type Told = Omit<Reply, 'text'>;

/** How the calls that are collected here get to the upstream. */
export interface BatchTransport {
  readonly exchange: (body: string, call: Outgoing, signal: CancelSignal) => Promise<Reply>;
  readonly sendAlone: (call: Outgoing, signal: CancelSignal) => Promise<unknown>;
  /** The result in an envelope; throws for everything else. */
  readonly resultOf: (envelope: Envelope | undefined, reply: Told) => unknown;
  readonly batched: (calls: number) => void;
}

interface Member {
  readonly call: Outgoing;
  readonly signal: CancelSignal;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** What became of a call in a batch: its answer, undefined where there is none, or the reason to send it by itself. */
type Outcome = { readonly envelope: Envelope | undefined; readonly reply: Told } | 'send-alone' | 'batch-refused';
const missing: Outcome = { envelope: undefined, reply: { status: 200 } };

/** A batch is closed before its requests are larger than this together, so that no upstream's limit of a body is met. */
const batchLength = 1024 * 1024;

/** An upstream that answers a batch with one of JSON-RPC's own errors cannot read it; any other error is about the key or its limits. */
const isAboutTheRequest = (code: number): boolean => code >= -32_768 && code <= -32_000;

/** How a server says that it did not run a call of a batch because the replies before it were too large: alone it will. */
const mayFitAlone = 13;

/** For how long, in milliseconds, an upstream that refused a batch is sent none: it may have been an accident, or have learnt meanwhile. */
const refusalMs = 5 * 60_000;

/** Collects the reads of one turn of the event loop that present the same key, and sends them together. */
export class ReadBatches {
  private readonly collected = new Map<string, Member[]>();
  /** By `performance.now()`: until then every call travels alone. */
  private refusedUntil = -Infinity;

  constructor(private readonly transport: BatchTransport) {}

  send(call: Outgoing, signal: CancelSignal): Promise<unknown> {
    if (performance.now() < this.refusedUntil) return this.transport.sendAlone(call, signal);
    return new Promise((resolve, reject) => {
      const key = call.key ?? '';
      const members = this.collected.get(key) ?? [];
      if (members.length === 0) {
        this.collected.set(key, members);
        setImmediate(() => {
          this.collected.delete(key);
          for (const batch of batchesOf(this.stillWaiting(members))) this.sendTogether(batch);
        });
      }
      members.push({ call, signal, resolve, reject });
    });
  }

  /** Those whose caller has gone meanwhile are not sent. */
  private stillWaiting(members: readonly Member[]): readonly Member[] {
    return members.filter(({ signal, reject }) => {
      if (signal.aborted) reject(signal.reason);
      return !signal.aborted;
    });
  }

  private sendTogether(members: readonly Member[]): void {
    const [first] = members;
    if (first === undefined) return;
    if (members.length === 1) {
      this.sendAlone(first);
      return;
    }
    this.transport.batched(members.length);
    const exchange = new SharedCall((signal) => this.exchange(members.map(({ call }) => call), first.call, signal));
    members.forEach((member, index) => {
      exchange.wait({ signal: member.signal }).then((outcomes) => { this.settle(member, outcomes[index] ?? missing); }, member.reject);
    });
  }

  private async exchange(calls: readonly Outgoing[], first: Outgoing, signal: CancelSignal): Promise<readonly Outcome[]> {
    const body = `[${calls.map(({ content }, index) => requestText(index + 1, content)).join(',')}]`;
    try {
      return outcomesOf(await this.transport.exchange(body, first, signal), calls.length);
    } catch (error) {
      // Together the replies are too large; each may be fine.
      if (error instanceof Fault && error.kind === 'unusable') return calls.map(() => 'send-alone');
      throw error;
    }
  }

  private settle(member: Member, outcome: Outcome): void {
    if (outcome === 'send-alone' || outcome === 'batch-refused') {
      this.sendAlone(member, outcome === 'batch-refused');
      return;
    }
    try {
      member.resolve(this.transport.resultOf(outcome.envelope, outcome.reply));
    } catch (error) {
      member.reject(error);
    }
  }

  /** An upstream that answers alone what it did not answer in a batch takes no batches: it is sent none for a while. */
  private sendAlone({ call, signal, resolve, reject }: Member, isAfterRefusal = false): void {
    this.transport.sendAlone(call, signal).then((result) => {
      if (isAfterRefusal) this.noteRefusal();
      resolve(result);
    }, (error: unknown) => {
      if (isAfterRefusal && error instanceof RpcError && error.source.startsWith('upstream')) this.noteRefusal();
      reject(error);
    });
  }

  private noteRefusal(): void {
    this.refusedUntil = performance.now() + refusalMs;
  }
}

/** What a reply to a batch means for each of its calls. */
function outcomesOf(reply: Reply, count: number): readonly Outcome[] {
  const value = readReply(reply.text);
  if (Array.isArray(value)) return readBatch(value, count).map((envelope) => (codeOf(envelope) === mayFitAlone ? 'send-alone' : { envelope, reply }));
  const envelope = readEnvelope(value);
  const code = codeOf(envelope);
  const outcome: Outcome = code === undefined || isAboutTheRequest(code) ? 'batch-refused' : { envelope, reply };
  return Array<Outcome>(count).fill(outcome);
}

function codeOf(envelope: Envelope | undefined): number | undefined {
  return envelope !== undefined && 'error' in envelope ? envelope.error.code : undefined;
}

/** Cuts what was collected into batches that an upstream may take. */
function batchesOf(members: readonly Member[]): readonly (readonly Member[])[] {
  const batches: Member[][] = [];
  let length = Infinity;
  for (const member of members) {
    const batch = batches.at(-1);
    length += member.call.content.length;
    if (batch !== undefined && batch.length < limits.batchCalls && length <= batchLength) batch.push(member);
    else {
      batches.push([member]);
      length = member.call.content.length;
    }
  }
  return batches;
}
