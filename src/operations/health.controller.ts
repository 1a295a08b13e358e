import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RpcAdapterService } from '../rpc/rpc-adapter.service.js';
import { Readiness } from './readiness.js';

/** Whether the process is on its way out. */
export interface DrainState {
  readonly isDraining: boolean;
}
export const drainState = Symbol('drainState');

/** For whoever runs the process (gateway-api.md, section 6); open without a key. */
@ApiExcludeController()
@Controller('health')
export class HealthController {
  private readonly readiness: Readiness;

  constructor(rpc: RpcAdapterService, @Inject(drainState) private readonly state: DrainState) {
    this.readiness = new Readiness(() => rpc.ping());
  }

  @Get('live')
  live(): { status: string } {
    return { status: 'live' };
  }

  /** Calls through: ready is who can answer. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<{ status: string }> {
    const status = this.state.isDraining ? 'draining' : (await this.readiness.isReady()) ? 'ready' : 'unavailable';
    if (status !== 'ready') void reply.code(503);
    return { status };
  }
}
