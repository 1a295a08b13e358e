import { randomUUID } from 'node:crypto';
import { limits } from '../../contract/limits.js';
import { ok } from '../../contract/method.js';
import type { MethodName } from '../../contract/methods.js';
import type { PushSendParams } from '../../contract/push.js';
import { RpcError } from '../../contract/rpc-error.js';
import type { PushStore, PushTarget } from '../../storage/push-store.js';
import type { MessageContent } from '../push/provider.js';
import type { PushProject } from '../push/projects.js';
import type { Clock, Handlers } from './handler.js';
import { findProject, type PushProjects } from './push-projects.js';
import { QueryParams } from './query.js';
import { sentences } from './records.js';

const queries = new QueryParams('userQuery', 'userQueryBindParams');

type PushMethod = Extract<MethodName, `Push.${string}`>;

/** The `Push` methods (management-api.md, section 3). `onSent` is told of a push that has been put into the ledger. */
export function pushHandlers(pushes: PushStore, projects: PushProjects, now: Clock, onSent: () => void): Handlers<PushMethod> {
  return {
    'Push.send': {
      checks: {
        userOidList: onlyFilter,
        userQuery: (query, params, faults) => onlyFilter(query, params) ?? queries.fault(query, params, faults),
        deviceIdList: onlyFilter,
      },
      run: async (params) => {
        const { pushProjectId: project, platform, buildType } = params;
        const buildTypes = buildTypesReached(findProject(projects, project, platform), buildType);
        const target = targetOf(params);
        if (params.validateOnly === true) return { queueIdList: [], numTarget: await pushes.countTargets({ project, platform, buildTypes, target }) };
        const queueId = randomUUID();
        const createdAt = now();
        await pushes.insert({ queueId, project, platform, buildType, buildTypes, content: { ...contentOf(params) }, target, createdAt, scheduledAt: params.scheduleAt });
        onSent();
        return { queueIdList: [queueId] };
      },
    },

    'Push.status': {
      run: async ({ pushProjectId, queueId }) => {
        findProject(projects, pushProjectId);
        const progress = await pushes.progress(pushProjectId, queueId);
        if (progress === undefined) throw queueNotFound();
        const { startedAt, finishedAt, ...counts } = progress;
        return { ...counts, pushStartedAt: startedAt, pushFinishedAt: finishedAt };
      },
    },

    'Push.cancel': {
      run: async ({ pushProjectId, queueId }) => {
        findProject(projects, pushProjectId);
        const outcome = await pushes.cancel(pushProjectId, queueId, now());
        if (outcome === 'missing') throw queueNotFound();
        if (outcome === 'finished') throw RpcError.of(13, { queueId: 'The push has finished.' });
        onSent();
        return ok;
      },
    },

    'Push.getRecipients': {
      run: async ({ pushProjectId, queueId, outcome = 'failed', page = 1, itemsInPage: limit = limits.itemsInPageDefault }) => {
        findProject(projects, pushProjectId);
        const progress = await pushes.progress(pushProjectId, queueId);
        if (progress === undefined) throw queueNotFound();
        const { numTarget, numPushed, numFailed } = progress;
        const totalItems = { delivered: numPushed, failed: numFailed, waiting: numTarget - numPushed - numFailed }[outcome];
        const recipients = await pushes.recipients(pushProjectId, queueId, outcome, { offset: (page - 1) * limit, limit });
        return { items: recipients.map(({ deviceId: _id, ...rest }) => ({ _id, ...rest })), totalItems };
      },
    },
  };
}

function queueNotFound(): RpcError {
  return RpcError.invalidParams({ queueId: sentences.pushQueueNotFound });
}

const filters = ['userOidList', 'userQuery', 'deviceIdList'] as const;

function onlyFilter(_value: unknown, params: PushSendParams): string | undefined {
  return filters.filter((name) => params[name] !== undefined).length > 1 ? `Only one of ${filters.join(', ')} may be given.` : undefined;
}

function targetOf({ userOidList, deviceIdList, userQuery, userQueryBindParams }: PushSendParams): PushTarget {
  if (userQuery !== undefined) return { kind: 'query', query: userQuery, bindParams: userQueryBindParams };
  if (userOidList !== undefined) return { kind: 'users', userOids: userOidList };
  if (deviceIdList !== undefined) return { kind: 'devices', deviceIds: deviceIdList };
  return { kind: 'all' };
}

function contentOf({ message, title, badge, extra_json: extra, fcm, apns }: PushSendParams): MessageContent {
  return { message, title, badge, fcm, apns, ...(extra !== undefined && { extraJson: JSON.stringify(extra) }) };
}

/** An ad hoc build is of its own type; where the project says so it is reached as a release, too, as with the closed service. */
function buildTypesReached({ adhocAsRelease }: PushProject, buildType: PushSendParams['buildType']): readonly string[] {
  return buildType === 'release' && adhocAsRelease ? ['release', 'adhoc'] : [buildType];
}
