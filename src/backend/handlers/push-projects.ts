import { RpcError, type Faults } from '../../contract/rpc-error.js';
import type { Platform } from '../../contract/push.js';
import type { PushProject } from '../push/projects.js';
import { sentences } from './records.js';

/** The push projects of this server, by id. */
export type PushProjects = ReadonlyMap<string, PushProject>;

/** @throws RpcError -32602 for a project that there is not, and for a platform that it does not have. */
export function findProject(projects: PushProjects, pushProjectId: string, platform?: `${Platform}`): PushProject {
  const project = projects.get(pushProjectId);
  const fault: Faults | undefined = project === undefined ? { pushProjectId: sentences.pushProjectNotFound }
    : platform !== undefined && project[platform] === undefined ? { platform: `The push project has no ${platform}; it has ${platform === 'ios' ? 'android' : 'ios'}.` } : undefined;
  if (project === undefined || fault !== undefined) throw RpcError.invalidParams(fault ?? {});
  return project;
}
