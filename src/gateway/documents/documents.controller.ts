import { Controller, Get, Header } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { ApiExcludeController } from '@nestjs/swagger';
import { openRpcDocument } from '../../contract/open-rpc.js';
import { OpenApi } from './open-api.js';
import { sdlOf } from './sdl.js';

/** The contracts, for whoever wants to generate something from them; open without a key. */
@ApiExcludeController()
@Controller()
export class DocumentsController {
  constructor(private readonly openApi: OpenApi, private readonly graphql: GraphQLSchemaHost) {}

  @Get('openapi.json')
  openApiDocument(): object {
    return this.openApi.document();
  }

  @Get('openrpc.json')
  openRpc(): object {
    return openRpcDocument();
  }

  @Get('schema.graphql')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  schema(): string {
    return sdlOf(this.graphql.schema);
  }
}
