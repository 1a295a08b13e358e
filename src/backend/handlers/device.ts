import { ok } from '../../contract/method.js';
import type { MethodName } from '../../contract/methods.js';
import type { DeviceRecord } from '../../contract/device.js';
import { RpcError } from '../../contract/rpc-error.js';
import type { DeviceStore, StoredDevice } from '../../storage/store.js';
import type { Clock, Handlers } from './handler.js';
import { findProject, type PushProjects } from './push-projects.js';
import { pageRequestOf, sentences } from './records.js';

type DeviceMethod = Extract<MethodName, `Device.${string}`>;

/** The `Device` methods (management-api.md, section 3). */
export function deviceHandlers(devices: DeviceStore, projects: PushProjects, now: Clock): Handlers<DeviceMethod> {
  return {
    'Device.register': {
      run: async ({ pushProjectId, deviceId: id, platform, buildType, token, userOid = null, version = null }) => {
        findProject(projects, pushProjectId, platform);
        await devices.register(pushProjectId, { id, platform, buildType, token, userOid, version, at: now() });
        return ok;
      },
    },

    'Device.unregister': {
      run: async ({ pushProjectId, deviceId }) => {
        findProject(projects, pushProjectId);
        if ((await devices.unregister(pushProjectId, deviceId)) === 'missing') throw RpcError.invalidParams({ deviceId: sentences.deviceNotFound });
        return ok;
      },
    },

    'Device.list': {
      run: async ({ pushProjectId, ...params }) => {
        findProject(projects, pushProjectId);
        const { records, totalItems } = await devices.page(pushProjectId, pageRequestOf(params, undefined));
        return { items: records.map(deviceRecord), totalItems };
      },
    },
  };
}

function deviceRecord({ id, platform, buildType, userOid, version, createdAt, updatedAt }: StoredDevice): DeviceRecord {
  return {
    _id: id, platform: platform as DeviceRecord['platform'], buildType: buildType as DeviceRecord['buildType'], userOid, version, _createdAt: createdAt, _updatedAt: updatedAt,
  };
}
