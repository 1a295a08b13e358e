import { ManagementApi, type CallContext } from '../contract/management-api.js';
import { methods } from '../contract/methods.js';
import { checkParams, refuse } from '../contract/params.js';
import { RpcError, type Faults } from '../contract/rpc-error.js';
import { StoreOverloadedError, type Store } from '../storage/store.js';
import type { Handlers } from './handlers/handler.js';

/** A handler as the dispatcher sees it, once its method's own types are behind it. */
interface AnyHandler {
  readonly checks?: Readonly<Record<string, ((value: unknown, params: object, faults: Faults) => string | undefined) | undefined>>;
  readonly run: (params: object) => Promise<unknown>;
}

/** Takes note of what nobody foresaw; the caller is told of an internal error only. */
export type Report = (error: unknown, context?: Pick<CallContext, 'requestId' | 'traceparent'>) => void;

/** The Management API in this process: find, check, run, answer. */
export class Dispatcher extends ManagementApi {
  override readonly isRemote = false;
  private readonly handlers: ReadonlyMap<string, AnyHandler>;

  constructor(handlers: Handlers, private readonly store: Pick<Store, 'ping'>, private readonly report: Report) {
    super();
    this.handlers = new Map(Object.entries(handlers) as unknown as [string, AnyHandler][]);
  }

  /** The methods that are served. */
  get methodNames(): readonly string[] {
    return [...this.handlers.keys()];
  }

  override async call(name: string, sent: unknown, context: CallContext): Promise<unknown> {
    const method = methods.get(name);
    const handler = this.handlers.get(name);
    if (method === undefined || handler === undefined) throw RpcError.of(-32601);
    try {
      const { params, faults } = checkParams(method, sent);
      refuse({ ...faults, ...faultsOfChecks(handler, params, faults) });
      return await handler.run(params);
    } catch (error) {
      if (error instanceof RpcError) throw error;
      if (error instanceof StoreOverloadedError) throw RpcError.overloaded();
      this.report(error, context);
      throw RpcError.of(-32603);
    }
  }

  override ping(): Promise<void> {
    return this.store.ping();
  }
}

/** The sentences of a handler's own checks, which see only values that the contract has let through. */
function faultsOfChecks(handler: AnyHandler, params: object, faults: Faults): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, check] of Object.entries(handler.checks ?? {})) {
    const value = Reflect.get(params, name) as unknown;
    const fault = value === undefined || Object.hasOwn(faults, name) ? undefined : check?.(value, params, faults);
    if (fault !== undefined) found[name] = fault;
  }
  return found;
}
