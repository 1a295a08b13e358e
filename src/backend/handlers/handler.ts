import type { MethodName, MethodNamed } from '../../contract/methods.js';
import type { Faults } from '../../contract/rpc-error.js';
import type { ParamsOf, ResultOf } from '../../contract/method.js';

type Params<Name extends MethodName> = ParamsOf<MethodNamed<Name>>;

/**
 * What a method does. `checks` are rules that the contract cannot state because they depend on settings: each sees a
 * parameter that is valid so far, all of them, and what is wrong with others; their sentences are reported together with
 * those of the contract.
 */
export interface Handler<Name extends MethodName> {
  readonly checks?: { readonly [Param in keyof Params<Name>]?: (value: NonNullable<Params<Name>[Param]>, params: Params<Name>, faults: Faults) => string | undefined };
  readonly run: (params: Params<Name>) => Promise<ResultOf<MethodNamed<Name>>>;
}

/** A handler for every method that is served, by type. */
export type Handlers<Name extends MethodName = MethodName> = { readonly [Each in Name]: Handler<Each> };

export type Clock = () => number;
