import { sqlite } from '../../monaql/sqlite.js';
import * as statements from '../statements/devices.js';
import { toDevice, type DeviceRow } from '../statements/push-rows.js';
import type { DeviceRegistration, DeviceStore, Page, PageRequest, StoredDevice } from '../store.js';
import type { PageSource } from './page-reader.js';

/** A page of at most so many rows, in order of registration and so far from the start at most, is read on the event loop. */
const rowsReadHere = 100;
const offsetReadHere = 1_000;

export class SqliteDevices implements DeviceStore {
  constructor(private readonly source: PageSource) {}

  async register(project: string, device: DeviceRegistration): Promise<void> {
    const { connection } = this.source;
    connection.transaction(() => {
      const removed = connection.run(statements.deleteOthersWithToken(project, device));
      const added = connection.first(statements.deviceExists(project, device.id)) === undefined ? 1 : 0;
      connection.run(statements.upsertDevice(project, device));
      if (added !== removed) connection.run(statements.addToTotalOfDevices(project, added - removed));
    });
  }

  async unregister(project: string, id: string): Promise<'removed' | 'missing'> {
    const { connection } = this.source;
    return connection.transaction(() => {
      const removed = connection.run(statements.deleteDevice(project, id));
      if (removed === 0) return 'missing';
      connection.run(statements.addToTotalOfDevices(project, -removed));
      return 'removed';
    });
  }

  async page(project: string, request: PageRequest): Promise<Page<StoredDevice>> {
    const { connection, scanner } = this.source;
    const totalItems = connection.first<{ total: number }>(statements.totalOfDevices(project))?.total ?? 0;
    if (request.offset >= totalItems) return { records: [], totalItems };
    const isHere = request.sort.property === undefined && request.limit <= rowsReadHere && request.offset <= offsetReadHere;
    const page = statements.devicesOfPage(project, request, sqlite);
    const rows = isHere ? connection.all<DeviceRow>(page) : await scanner.all<DeviceRow>(page);
    return { records: rows.map(toDevice), totalItems };
  }
}
