import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { surfaceOf } from '../http/surface.js';
import { graphiqlPage } from './graphiql.page.js';
import { swaggerStyle } from './mended-styles.js';

/** Everything from here, nothing from elsewhere, and nobody may frame it or send forms from it. */
const fromHere = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; connect-src 'self'; img-src 'self' data:; font-src 'self' data:";
const strictPolicy = `${fromHere}; style-src 'self'`;
/** Swagger UI sets styles on elements; its scripts are files of ours. */
const swaggerPolicy = `${fromHere}; script-src 'self'; style-src 'self' 'unsafe-inline'`;

/**
 * What helmet would set, as far as it means anything here: HTTPS, and with it HSTS, is the business of the proxy in front.
 * No page may frame, embed or sniff any reply, and no address travels on to another site.
 */
const headersOfAll = { 'X-Content-Type-Options': 'nosniff', 'X-Frame-Options': 'DENY', 'Referrer-Policy': 'no-referrer', 'Cross-Origin-Resource-Policy': 'same-origin' };

/** Replies hold data of users: nobody on the way keeps them, and opened in a browser they do nothing. */
const headersOfData = { 'Cache-Control': 'no-store', 'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'" };

/** Serves Swagger UI at /docs and GraphiQL to browsers at /graphql, and gives every page its content policy. */
export function installPages(app: NestFastifyApplication, fastify: FastifyInstance, document: () => OpenAPIObject): void {
  SwaggerModule.setup('docs', app, document, {
    raw: false,
    customSiteTitle: 'REST API',
    customCss: swaggerStyle,
    swaggerOptions: { validatorUrl: null, docExpansion: 'list', displayRequestDuration: true, tryItOutEnabled: true },
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    const isOpen = surfaceOf(request) === 'open';
    void reply.headers(headersOfAll);
    if (isOpen) void reply.header('Content-Security-Policy', isDocs(request) ? swaggerPolicy : strictPolicy).header('Cross-Origin-Opener-Policy', 'same-origin');
    else void reply.headers(headersOfData);
    // Swagger UI would come without its files there: it looks for them beside /docs.
    if (request.url === '/docs/index.html') void reply.redirect('/docs', 301);
    else if (isGraphiql(request)) sendGraphiql(reply).catch(done);
    else done();
  });
}

async function sendGraphiql(reply: FastifyReply): Promise<void> {
  const { html, scriptHashes } = await graphiqlPage();
  // Monaco, the editor in it, sets styles on elements and starts its workers from blobs.
  const policy = `${fromHere}; script-src ${scriptHashes.join(' ')} blob:; worker-src blob:; style-src 'unsafe-inline'`;
  await reply.header('Content-Security-Policy', policy).type('text/html; charset=utf-8').send(html);
}

function isDocs({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.url?.startsWith('/docs') === true;
}

/** A browser that opens the address, as against a client that sends a query. */
function isGraphiql(request: FastifyRequest): boolean {
  return request.method === 'GET' && request.url === '/graphql'
    && new Negotiator(request.raw).mediaType(['application/json', 'application/graphql-response+json', 'text/html']) === 'text/html';
}
