import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from './settings.js';

/** The log of this process: one JSON line an event on standard output. Also the token under which Nest injects it. */
export abstract class Log {
  abstract error(bindings: object, message: string): void;
}

/** Where libraries keep what they sent and were sent, keys and all: never part of a line, whoever logs it. */
const neverLogged = ['headers', '*.headers', '*.config', '*.request', '*.response', '*.body', 'password', '*.password', '*.token', '*.authorization', 'callerKey', '*.callerKey'];

export function createLog(level: LogLevel, destination?: DestinationStream): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths: neverLogged, remove: true } }, destination ?? pino.destination(1));
}

/** Nest's own messages: its warnings and errors are ours, its chatter is not. */
export function nestLogger(log: Logger): LoggerService {
  const text = (message: unknown): string => (message instanceof Error ? (message.stack ?? message.message) : String(message));
  return {
    log: (message: unknown) => { log.debug(text(message)); },
    warn: (message: unknown) => { log.warn(text(message)); },
    error: (message: unknown) => { log.error(text(message)); },
    fatal: (message: unknown) => { log.fatal(text(message)); },
  };
}
