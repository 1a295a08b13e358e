import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { catchError, type Observable } from 'rxjs';
import { RpcError } from '../../contract/rpc-error.js';
import { problemFrom } from './rpc-problem.js';
import { restName } from './rest-binding.js';
import { restBindingOf } from './serves.js';

/**
 * Maps the error of a call to the HTTP exception of the error table: for REST this happens here and nowhere else. Nest
 * runs it around resolvers too, whose errors are formatError's.
 */
@Injectable()
export class RpcErrorInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType<string>() !== 'http') return next.handle();
    return next.handle().pipe(catchError((error: unknown) => {
      if (!(error instanceof RpcError)) throw error;
      const binding = restBindingOf(context.getHandler());
      throw problemFrom(error, (param) => (binding === undefined ? param : restName(binding, param)));
    }));
  }
}
