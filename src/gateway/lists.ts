import { limits } from '../contract/limits.js';
import type { PageParams } from '../contract/list.js';

/** REST and GraphQL lists hold 20 records a page unless more or fewer are asked for (gateway-api.md, sections 3 and 4). */
export function onPage<Params extends PageParams>(params: Params): Params {
  return { ...params, itemsInPage: params.itemsInPage ?? limits.itemsInPageDefaultOfGateway };
}
