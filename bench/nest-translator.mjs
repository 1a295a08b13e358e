// What the parts cost that the gateway is to be made of: the bare translator once more, as NestJS on Fastify with one
// interceptor, class-validator and axios over an undici pool, and nothing else: no keys, no limits, no checks of results.
// Usage: node nest-translator.mjs UPSTREAM_URL, or without it: no upstream is asked, and every page is the same.
import 'reflect-metadata';
import { BadRequestException, Controller, Get, Module, Param, Query, UseInterceptors } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Axios } from 'axios';
import { IsInt, IsString, Max, MaxLength, Min, validateSync } from 'class-validator';
import { catchError, throwError } from 'rxjs';
import { Pool } from 'undici';

const url = process.argv[2];
const ask = url === undefined ? askNobody() : askUpstream(new URL(url));

class Page {}
decorate(Page, { collectionName: [IsString(), MaxLength(100)], page: [IsInt(), Min(1)], itemsInPage: [IsInt(), Min(1), Max(10_000)] });

class ErrorMapping {
  intercept(_context, next) {
    return next.handle().pipe(catchError((error) => throwError(() => error)));
  }
}

class ItemsController {
  list(collectionName, page = '1', itemsInPage = '20') {
    const params = Object.assign(new Page(), { collectionName, page: Number(page), itemsInPage: Number(itemsInPage) });
    if (validateSync(params).length > 0) throw new BadRequestException();
    return ask('CollectionItem.list', params);
  }
}
[Param('collectionName'), Query('page'), Query('itemsInPage')].forEach((parameter, index) => { parameter(ItemsController.prototype, 'list', index); });
Get(':collectionName/items')(ItemsController.prototype, 'list', Object.getOwnPropertyDescriptor(ItemsController.prototype, 'list'));
UseInterceptors(new ErrorMapping())(ItemsController);
Controller('v1/collections')(ItemsController);

class Translator {}
Module({ controllers: [ItemsController] })(Translator);

const app = await NestFactory.create(Translator, new FastifyAdapter(), { logger: false });
await app.listen(0, '127.0.0.1');
console.log(app.getHttpServer().address().port);
process.once('SIGTERM', () => process.exit(0));

/** What decorators do in TypeScript. */
function decorate(type, decorators) {
  for (const [property, list] of Object.entries(decorators)) for (const decorator of list) decorator(type.prototype, property);
}

function askUpstream({ origin, pathname }) {
  const pool = new Pool(origin, { connections: 128 });
  const client = new Axios({
    adapter: async (config) => {
      const { statusCode, body } = await pool.request({ method: 'POST', path: pathname, headers: config.headers, body: config.data });
      return { status: statusCode, data: await body.text(), headers: {}, config };
    },
  });
  const headers = { 'Content-Type': 'application/json', 'X-Monaca-Backend-Management-API-Key': 'key' };
  return async (method, params) => JSON.parse((await client.request({ data: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }), headers })).data).result;
}

function askNobody() {
  const items = Array.from({ length: 10 }, (_, index) => ({ _id: `i${index}`, _createdAt: 1_700_000_000_000, score: index, text: 'x'.repeat(250) }));
  return async () => ({ items, totalItems: 100_000 });
}
