import { postgres } from '../../monaql/postgres.js';
import * as shared from '../statements/devices.js';
import * as statements from '../statements/postgres/devices.js';
import { toDevice, type DeviceRow } from '../statements/push-rows.js';
import type { DeviceRegistration, DeviceStore, Page, PageRequest, StoredDevice } from '../store.js';
import { isFewRows, type Pools } from './pools.js';

export class PostgresDevices implements DeviceStore {
  constructor(private readonly pools: Pools) {}

  async register(project: string, device: DeviceRegistration): Promise<void> {
    const { count } = await this.pools.quick.write(statements.renewDevice(project, device));
    if (count === 1) return;
    await this.pools.quick.transaction(async (run) => {
      await run(statements.lockDevices(project));
      const { count: removed } = await run(shared.deleteOthersWithToken(project, device));
      const { count: known } = await run(shared.deviceExists(project, device.id));
      await run(shared.upsertDevice(project, device));
      if (known + removed !== 1) await run(shared.addToTotalOfDevices(project, 1 - known - removed));
    });
  }

  async unregister(project: string, id: string): Promise<'removed' | 'missing'> {
    return this.pools.quick.transaction(async (run) => {
      await run(statements.lockDevices(project));
      const { count } = await run(shared.deleteDevice(project, id));
      if (count === 0) return 'missing';
      await run(shared.addToTotalOfDevices(project, -count));
      return 'removed';
    });
  }

  async page(project: string, request: PageRequest): Promise<Page<StoredDevice>> {
    const [row] = await this.pools.quick.read<{ readonly total: number }>(shared.totalOfDevices(project));
    const totalItems = row?.total ?? 0;
    if (request.offset >= totalItems) return { records: [], totalItems };
    const isHere = request.sort.property === undefined && isFewRows(request);
    const rows = await (isHere ? this.pools.quick : this.pools.scans).read<DeviceRow>(shared.devicesOfPage(project, request, postgres));
    return { records: rows.map(toDevice), totalItems };
  }
}
