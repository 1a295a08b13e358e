import { ManagementApi, type CallContext } from '../contract/management-api.js';
import type { Metrics } from './metrics.js';

/** Counts the calls of every surface, whoever answers them. */
export class CountedManagementApi extends ManagementApi {
  constructor(private readonly api: ManagementApi, private readonly metrics: Metrics) {
    super();
  }

  override get isRemote(): boolean {
    return this.api.isRemote;
  }

  override async call(method: string, params: unknown, context: CallContext): Promise<unknown> {
    try {
      const result = await this.api.call(method, params, context);
      this.metrics.called(method);
      return result;
    } catch (error) {
      this.metrics.called(method, error);
      throw error;
    }
  }

  override ping(): Promise<void> {
    return this.api.ping();
  }
}
