import type { FastifyBaseLogger } from 'fastify';

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/**
 * What Fastify itself writes of a request with, so that its lines name the request too. The logger behind it is made
 * when a line is: that costs more than the rest of a request's bookkeeping, and next to no request needs it.
 */
export class RequestLogger implements FastifyBaseLogger {
  private made: FastifyBaseLogger | undefined;

  constructor(private readonly parent: FastifyBaseLogger, private readonly names: object) {}

  get level(): string {
    return this.parent.level;
  }

  fatal(...line: unknown[]): void { this.write('fatal', line); }
  error(...line: unknown[]): void { this.write('error', line); }
  warn(...line: unknown[]): void { this.write('warn', line); }
  info(...line: unknown[]): void { this.write('info', line); }
  debug(...line: unknown[]): void { this.write('debug', line); }
  trace(...line: unknown[]): void { this.write('trace', line); }
  silent(): void { /* Nothing is written at this level. */ }

  child(...how: Parameters<FastifyBaseLogger['child']>): FastifyBaseLogger {
    return this.logger().child(...how);
  }

  private write(level: Level, line: unknown[]): void {
    const logger = this.logger();
    Reflect.apply(logger[level], logger, line);
  }

  private logger(): FastifyBaseLogger {
    return (this.made ??= this.parent.child(this.names));
  }
}
