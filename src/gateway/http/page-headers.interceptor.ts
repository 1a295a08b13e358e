import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { pageLinks } from './page-links.js';

/** Gives the replies of lists their Link and X-Total-Count. */
@Injectable()
export class PageHeadersInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<{ readonly totalItems: number }>): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    return next.handle().pipe(map((page) => {
      void reply.header('X-Total-Count', page.totalItems).header('Link', pageLinks(request.url, page.totalItems));
      return page;
    }));
  }
}
