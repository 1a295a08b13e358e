import { Global, Module, type DynamicModule } from '@nestjs/common';
import { KeyOperations } from './access/key-operations.js';
import { RpcController, rpcEndpointOptions } from './backend/rpc.controller.js';
import { ManagementApi } from './contract/management-api.js';
import { GatewayModule } from './gateway/gateway.module.js';
import { serverFacts } from './gateway/pages/start.page.js';
import { Log } from './log.js';
import { drainState, HealthController, type DrainState } from './operations/health.controller.js';
import { RpcAdapterService } from './rpc/rpc-adapter.service.js';
import type { Settings } from './settings.js';

export interface Parts {
  readonly settings: Settings;
  /** Whoever answers the calls: the handlers in this process, or an upstream. */
  readonly api: ManagementApi;
  readonly keys: KeyOperations;
  readonly log: Log;
  readonly state: DrainState;
}

/** What every part may ask for. */
@Global()
@Module({})
class CoreModule {
  static with({ settings, api, keys, log, state }: Parts): DynamicModule {
    const providers = [
      { provide: ManagementApi, useValue: api },
      { provide: KeyOperations, useValue: keys },
      { provide: Log, useValue: log },
      { provide: rpcEndpointOptions, useValue: settings },
      { provide: drainState, useValue: state },
      { provide: serverFacts, useValue: { backedBy: settings.managementApiUrl === undefined ? 'Data on an embedded SQLite database' : 'Calls go to another Management API' } },
      RpcAdapterService,
    ];
    return { module: CoreModule, providers, exports: providers };
  }
}

/** What this process runs. */
@Module({})
export class AppModule {
  static with(parts: Parts): DynamicModule {
    return {
      module: AppModule,
      imports: [CoreModule.with(parts), GatewayModule],
      controllers: [RpcController, HealthController],
    };
  }
}
