import type { Faults } from '../../contract/rpc-error.js';
import { RpcError } from '../../contract/rpc-error.js';
import type { Query } from '../../monaql/ast.js';
import { parseQuery } from '../../monaql/parse.js';
import { QuerySyntaxError } from '../../monaql/syntax-error.js';

type Texts<Param extends string> = { readonly [Name in Param]?: string };
type Binds<Param extends string> = { readonly [Name in Param]?: unknown[] };

/**
 * A query and its bind parameters, by the names they have in a method. What is wrong with either is told of the query
 * (management-api.md, section 5).
 */
export class QueryParams<QueryName extends string, BindsName extends string> {
  /** What the check has read, by the parameters of its call: whoever carries the call out need not read it again. */
  private readonly read = new WeakMap<object, Query | undefined>();

  constructor(private readonly query: QueryName, private readonly binds: BindsName) {}

  /** A handler's check. Without usable bind parameters nothing is said of the query: the fault is theirs. */
  readonly fault = (text: string, params: Binds<BindsName>, faults: Faults): string | undefined => {
    if (Object.hasOwn(faults, this.binds)) return undefined;
    try {
      this.read.set(params, parseQuery(text, params[this.binds]));
      return undefined;
    } catch (error) {
      if (error instanceof QuerySyntaxError) return error.message;
      throw error;
    }
  };

  /** The query; undefined where there is none. @throws RpcError -32602 on its parameter. */
  of(params: Texts<QueryName> & Binds<BindsName>): Query | undefined {
    if (this.read.has(params)) return this.read.get(params);
    try {
      return parseQuery(params[this.query] ?? '', params[this.binds]);
    } catch (error) {
      throw error instanceof QuerySyntaxError ? RpcError.invalidParams({ [this.query]: error.message }) : error;
    }
  }
}
