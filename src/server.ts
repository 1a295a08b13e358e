import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import compress from '@fastify/compress';
import cors from '@fastify/cors';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { LogController, type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { KeyAdministration } from './access/key-administration.js';
import { KeyOperations } from './access/key-operations.js';
import type { Audit } from './access/audit.js';
import { AuditedManagementApi } from './access/audited-management-api.js';
import { FailedAttempts } from './access/limits/failed-attempts.js';
import { OwnRateLimiter, type RateLimiter } from './access/limits/rate-limiter.js';
import { SharedRateLimiter } from './access/limits/shared-rate-limiter.js';
import { PassedThroughKeys, StoredKeys, type Keys } from './access/keys.service.js';
import { ScopedManagementApi } from './access/scoped-management-api.js';
import { AppModule } from './app.module.js';
import type { Report } from './backend/dispatch.js';
import { createManagementApi } from './backend/management-api.js';
import { demoProjects, readPushProjects } from './backend/push/projects.js';
import { isWithin, type AddressRange } from './contract/address-range.js';
import { limits } from './contract/limits.js';
import type { ManagementApi } from './contract/management-api.js';
import { limitDocuments } from './gateway/graphql/limit-documents.js';
import { surfaceOf } from './gateway/http/surface.js';
import { connectionOptions, connectionsAtOnce, connectionTimes } from './gateway/http/connections.js';
import { addPageHeaders } from './gateway/http/page-headers.js';
import { installBodyParser } from './gateway/http/body.js';
import { installGate } from './gateway/http/gate.js';
import { ProblemFilter } from './gateway/http/problem.filter.js';
import { OpenApi } from './gateway/documents/open-api.js';
import { installPages } from './gateway/pages/install.js';
import { createLog, nestLogger } from './log.js';
import { CountedManagementApi } from './operations/counted-management-api.js';
import { drainConnections } from './operations/drain.js';
import { measureRequests, serveMetrics } from './operations/metrics-server.js';
import type { Metrics } from './operations/metrics.js';
import { countRequests } from './operations/running-requests.js';
import { RequestLogger } from './operations/request-logger.js';
import { logRequests } from './operations/request-log.js';
import { tellTiming } from './operations/server-timing.js';
import { traceOf } from './operations/trace-context.js';
import { CheckedManagementApi } from './rpc/checked-management-api.js';
import type { UpstreamEvents } from './rpc/upstream-events.js';
import type { Settings } from './settings.js';
import { openStore } from './storage/open-store.js';
import type { Store } from './storage/store.js';

export interface Server {
  readonly app: NestFastifyApplication;
  readonly keys: Keys;
  /** undefined when there are no metrics. */
  readonly metricsPort: number | undefined;
  /**
   * Stops accepting, finishes what runs, then lets go of the database. With `mayLinger` load balancers and clients that
   * keep connections get the time to learn of it, so that none loses a request.
   */
  close: (options?: { readonly mayLinger?: boolean }) => Promise<void>;
}

/** Puts a server together, ready to listen. */
export async function createServer(settings: Settings, times = connectionTimes): Promise<Server> {
  const log = createLog(settings.logLevel);
  const state = { isDraining: false, refusesRequests: false };
  // What few ask for does not slow every start.
  const metrics = settings.metricsPort === undefined ? undefined : new (await import('./operations/metrics.js')).Metrics();
  const { api, keys, limiter, administration, close } = await openBackend(settings, log, metrics);
  const adapter = new FastifyAdapter({
    loggerInstance: log,
    // One line a request is ours to write, in operations/request-log.ts.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: limits.bodyBytes,
    childLoggerFactory: (parent: FastifyBaseLogger, names: object, _options: object, request: IncomingMessage) => new RequestLogger(parent, { ...names, traceparent: traceOf(request) }),
    ...connectionOptions(times),
    trustProxy: settings.trustProxy.length > 0 && trusts(settings.trustProxy),
    genReqId: (request: IncomingMessage) => requestId(request.headers['x-request-id']),
    // Draining is answered by our own gate, with a body that says so.
    return503OnClosing: false,
    routerOptions: { maxParamLength: limits.idLength * 12 },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => { problemFilter.render(error, request, reply); },
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  fastify.server.maxConnections = connectionsAtOnce;
  const problemFilter = new ProblemFilter(fastify);
  const scoped = new ScopedManagementApi(api);
  const audit: Audit = (entry) => { log.info(entry, 'audit'); };
  const audited = new AuditedManagementApi(scoped, audit);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with({ settings, api: metrics === undefined ? audited : new CountedManagementApi(audited, metrics), keys: new KeyOperations(administration, audit), log, state }), adapter, {
    bodyParser: false, logger: nestLogger(log), abortOnError: false,
  });
  await app.register(compress, { threshold: 1024, globalDecompression: false });
  if (settings.corsOrigins.length > 0) await app.register(cors, corsOptions(settings.corsOrigins));
  const running = countRequests(fastify);
  const drain = drainConnections(fastify);
  logRequests(fastify, log);
  addPageHeaders(fastify);
  tellTiming(fastify);
  if (metrics !== undefined) measureRequests(fastify, metrics, surfaceOf);
  installPages(app, fastify, () => app.get(OpenApi, { strict: false }).document());
  installGate(fastify, { keys, limiter, failedAttempts: new FailedAttempts() }, state);
  installBodyParser(fastify);
  limitDocuments(fastify);
  app.useGlobalFilters(problemFilter);
  await app.init();
  app.get(OpenApi, { strict: false }).describes(app);
  await fastify.ready();
  const metricsServer = metrics && await serveMetrics(metrics, keys, settings.metricsPort ?? 0, settings.host);
  return {
    app,
    keys,
    metricsPort: metricsServer?.port,
    close: async ({ mayLinger = false } = {}) => {
      state.isDraining = true;
      if (mayLinger) await pause(settings.shutdownDelayMs);
      if (fastify.server.listening) {
        await drain.allAccepted(settings.shutdownGraceMs / 4);
        // Not http.Server's own close(): it destroys connections whose reply is complete, but still being sent.
        NetServer.prototype.close.call(fastify.server);
      }
      // Not before: a client whose connection ends opens another, and few should come while the listener closes.
      drain.begin();
      // The rest of the grace is for what runs.
      if (mayLinger) await drain.lingered(settings.shutdownGraceMs / 2);
      state.refusesRequests = true;
      await running.finished();
      // A connection on which nothing was ever asked would keep the server from closing: browsers open such.
      fastify.server.closeAllConnections();
      await app.close();
      await metricsServer?.close();
      await close();
    },
  };
}

interface Backend {
  readonly api: ManagementApi;
  readonly keys: Keys;
  /** undefined where no keys are kept. */
  readonly administration: KeyAdministration | undefined;
  /** undefined: every key may call as often as it likes. */
  readonly limiter: RateLimiter | undefined;
  readonly close: () => Promise<void>;
}

/** Whoever answers the calls, and the keys that may make them. */
async function openBackend(settings: Settings, log: Logger, metrics: Metrics | undefined): Promise<Backend> {
  const { managementApiUrl: url, managementApiKey: key, upstreamTimeoutMs: timeoutMs, upstreamBatch: mayBatch, adminKey } = settings;
  if (url === undefined) {
    const pushProjects = settings.pushProjectsFile === undefined ? demoProjects : readPushProjects(settings.pushProjectsFile);
    const store = await openStore(settings.databaseUrl, reportOf(log));
    const report: Report = (err, context) => { log.error({ err, reqId: context?.requestId, traceparent: context?.traceparent }, 'a call failed'); };
    const { api, start, stop } = createManagementApi(store, { ...settings, pushProjects }, {
      report, note: (bindings, message) => { log.info(bindings, message); }, onPushOutcome: metrics?.pushOutcome ?? (() => undefined),
    });
    start();
    const keys = new StoredKeys(store.keys, adminKey, reportOf(log));
    return { api, keys, administration: new KeyAdministration(store.keys), limiter: limiterOf(settings, store, log), close: async () => { await stop(); await keys.close(); await store.close(); } };
  }
  // axios takes a tenth of the time of a start, and only this needs it.
  const { Upstream } = await import('./rpc/upstream.js');
  const upstream = new Upstream({ url, key, timeoutMs, mayBatch }, upstreamEvents(log, metrics));
  const api = new CheckedManagementApi(upstream);
  if (key === undefined) return { api, keys: new PassedThroughKeys(adminKey), administration: undefined, limiter: limiterOf(settings, { limits: undefined }, log), close: () => upstream.close() };
  const store = await openStore(settings.databaseUrl, reportOf(log));
  const keys = new StoredKeys(store.keys, adminKey, reportOf(log));
  return { api, keys, administration: new KeyAdministration(store.keys), limiter: limiterOf(settings, store, log), close: async () => { await upstream.close(); await keys.close(); await store.close(); } };
}

/** A breaker that opens or closes is news; everything is for the metrics. */
function upstreamEvents(log: Logger, metrics: Metrics | undefined): UpstreamEvents {
  const ignored = (): void => undefined;
  return {
    exchanged: metrics?.exchanged ?? ignored,
    retried: metrics?.retried ?? ignored,
    batched: metrics?.batched ?? ignored,
    breakerChanged: (state) => {
      log.warn({ breaker: state }, 'the circuit breaker of the upstream changed');
      metrics?.breakerChanged(state);
    },
  };
}

function limiterOf({ rateLimitPerMinute: units }: Settings, { limits: shared }: Pick<Store, 'limits'>, log: Logger): RateLimiter | undefined {
  if (units === 0) return undefined;
  return shared === undefined ? new OwnRateLimiter(units) : new SharedRateLimiter(units, shared, reportOf(log));
}

function reportOf(log: Logger): (error: unknown) => void {
  return (err) => { log.error({ err }, 'the database failed in the background'); };
}

/** Who may say by whom it was asked; a socket that is gone already has no address. */
function trusts(proxies: readonly AddressRange[]): (address: string | undefined) => boolean {
  return (address) => address !== undefined && isWithin(proxies, address);
}

/** The caller's own id of a request where it is sane, else a new one (gateway-api.md, section 5). */
function requestId(sent: string | string[] | undefined): string {
  return typeof sent === 'string' && /^[A-Za-z0-9._:-]{1,128}$/.test(sent) ? sent : randomUUID();
}

function corsOptions(origins: readonly string[]): object {
  return {
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: ['Link', 'Location', 'X-Total-Count', 'X-Request-Id', 'RateLimit', 'RateLimit-Policy', 'Retry-After'],
  };
}
