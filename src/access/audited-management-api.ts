import { ManagementApi, type CallContext } from '../contract/management-api.js';
import { methods } from '../contract/methods.js';
import { audited, type Audit } from './audit.js';

/** The Management API with a note of every call that may change something, from whichever surface and whoever answers it. */
export class AuditedManagementApi<Api extends ManagementApi = ManagementApi> extends ManagementApi {
  override readonly isRemote: boolean;

  constructor(readonly api: Api, private readonly audit: Audit) {
    super();
    this.isRemote = api.isRemote;
  }

  /** What an upstream knows besides is noted: it may change something. What nobody knows does nothing. */
  override async call(name: string, params: unknown, context: CallContext): Promise<unknown> {
    const method = methods.get(name) ?? { name: name.slice(0, longestName), isRead: !this.isRemote };
    return audited(this.audit, method, params, context, () => this.api.call(name, params, context));
  }

  override ping(): Promise<void> {
    return this.api.ping();
  }
}

/** Longest name of an unknown method that is noted, in characters. */
const longestName = 100;
