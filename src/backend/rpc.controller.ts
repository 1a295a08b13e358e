import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { rpcCallContextOf } from '../access/request.js';
import { retryAfterOf } from '../contract/errors.js';
import { ManagementApi } from '../contract/management-api.js';
import { RpcError } from '../contract/rpc-error.js';
import { answerText, refuseText, type Answer } from './json-rpc.js';

export interface RpcEndpointOptions {
  readonly backendId: string;
  /** Whether a wrong key is HTTP 401 instead of 200. */
  readonly rpcStrictHttp: boolean;
}
export const rpcEndpointOptions = Symbol('rpcEndpointOptions');

/** The endpoint of the Management API (management-api.md, section 1), whoever answers its calls. */
@ApiExcludeController()
@Controller()
export class RpcController {
  constructor(
    private readonly api: ManagementApi,
    @Inject(rpcEndpointOptions) private readonly options: RpcEndpointOptions,
  ) {}

  @Post(['rpc', 'manage/json-rpc/:backendId'])
  @HttpCode(200)
  async answer(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string | undefined> {
    const text = typeof request.body === 'string' ? request.body : '';
    void reply.type('application/json; charset=utf-8');
    const { backendId = this.options.backendId } = request.params as { readonly backendId?: string };
    if (request.isOverLimit) return refuseText(text, limitExceeded());
    if (request.caller === undefined || request.caller.opens === 'the gateway' || backendId !== this.options.backendId) return this.refuse(text, reply);
    const answered = await answerText(text, this.answerOf(request, reply));
    if (answered === undefined) void reply.code(204).removeHeader('content-type');
    return answered;
  }

  /** The first call was paid for when the request came in; each of the others in a batch is one more. */
  private answerOf(request: FastifyRequest, reply: FastifyReply): Answer {
    let isFirst = true;
    return async ({ method, params }) => {
      if (!isFirst && request.allowance !== undefined && !(await request.allowance.take(1))) throw limitExceeded();
      isFirst = false;
      return this.api.call(method, params, rpcCallContextOf(request)).catch((error: unknown) => {
        if (error instanceof RpcError) tellRetryAfter(error, reply);
        return asTheCallersOwn(error);
      });
    };
  }

  private refuse(text: string, reply: FastifyReply): string {
    if (this.options.rpcStrictHttp) void reply.code(401).header('WWW-Authenticate', 'Bearer');
    return refuseText(text, RpcError.of(4));
  }
}

function limitExceeded(): RpcError {
  return RpcError.of(9999);
}

/** When a call that was refused or not carried out may be repeated, as on the other surfaces; of a batch, when all may. */
function tellRetryAfter(error: RpcError, reply: FastifyReply): void {
  const seconds = retryAfterOf(error);
  if (seconds !== undefined) void reply.header('Retry-After', String(Math.max(seconds, Number(reply.getHeader('Retry-After') ?? 0))));
}

/** An upstream that refuses the key of this server has not refused the caller's: to the caller that is our fault. */
function asTheCallersOwn(error: unknown): never {
  throw error instanceof RpcError && error.source === 'upstream-key' ? RpcError.of(-32603) : error;
}
