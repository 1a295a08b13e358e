import { Controller, Get, Header, Inject, Param, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ProblemException } from '../http/problem.js';
import { styleSheet } from './html.js';
import { isProblemSlug, problemPage, problemsPage } from './problem.pages.js';
import { serverFacts, startPage, type ServerFacts } from './start.page.js';

const html = 'text/html; charset=utf-8';

/** The pages that people read; open without a key, and without data. */
@ApiExcludeController()
@Controller()
export class PagesController {
  constructor(@Inject(serverFacts) private readonly facts: ServerFacts) {}

  @Get()
  @Header('Content-Type', html)
  start(@Req() request: FastifyRequest): string {
    return startPage(`${request.protocol}://${request.host}`, this.facts);
  }

  @Get('problems')
  @Header('Content-Type', html)
  problems(): string {
    return problemsPage();
  }

  @Get('problems/:slug')
  @Header('Content-Type', html)
  problem(@Param('slug') slug: string): string {
    if (!isProblemSlug(slug)) throw new ProblemException('unknown-route', { detail: 'There is no such problem; /problems lists all.' });
    return problemPage(slug);
  }

  @Get('pages.css')
  @Header('Content-Type', 'text/css; charset=utf-8')
  styleSheet(): string {
    return styleSheet;
  }
}
