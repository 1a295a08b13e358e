import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { graphiqlPage } from './graphiql.page.js';

/** Everything from here, nothing from elsewhere, and nobody may frame it or send forms from it. */
const fromHere = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; connect-src 'self'; img-src 'self' data:; font-src 'self' data:";
const strictPolicy = `${fromHere}; style-src 'self'`;
/** Swagger UI sets styles on elements; its scripts are files of ours. */
const swaggerPolicy = `${fromHere}; script-src 'self'; style-src 'self' 'unsafe-inline'`;

/** Serves Swagger UI at /docs and GraphiQL to browsers at /graphql, and gives every page its content policy. */
export function installPages(app: NestFastifyApplication, fastify: FastifyInstance, document: () => OpenAPIObject): void {
  SwaggerModule.setup('docs', app, document, {
    raw: false,
    customSiteTitle: 'REST API',
    swaggerOptions: { validatorUrl: null, docExpansion: 'list', displayRequestDuration: true, tryItOutEnabled: true },
  });
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.header('X-Content-Type-Options', 'nosniff');
    if (isDocs(request)) void reply.header('Content-Security-Policy', swaggerPolicy);
    else if (isPage(request)) void reply.header('Content-Security-Policy', strictPolicy);
    if (!isGraphiql(request)) return;
    const { html, scriptHashes } = await graphiqlPage();
    // Monaco, the editor in it, sets styles on elements and starts its workers from blobs.
    const policy = `${fromHere}; script-src ${scriptHashes.join(' ')} blob:; worker-src blob:; style-src 'unsafe-inline'`;
    return reply.header('Content-Security-Policy', policy).type('text/html; charset=utf-8').send(html);
  });
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0] ?? url;
}

function isDocs(request: FastifyRequest): boolean {
  const path = pathOf(request);
  return path === '/docs' || path.startsWith('/docs/');
}

function isPage(request: FastifyRequest): boolean {
  const path = pathOf(request);
  return path === '/' || path === '/problems' || path.startsWith('/problems/');
}

/** A browser that opens the address, as against a client that sends a query. */
function isGraphiql(request: FastifyRequest): boolean {
  return request.method === 'GET' && request.url === '/graphql'
    && new Negotiator(request.raw).mediaType(['application/json', 'application/graphql-response+json', 'text/html']) === 'text/html';
}
