import type { Constructor } from './facts.js';
import type { Scope } from './scopes.js';

/** "None" as a result is this string, as the hosted service's SDK required (management-api.md, section 3). */
export const ok = 'OK';
export type Ok = typeof ok;

/** One method of the Management API, as everything above and below the wire needs to know it. */
export interface Method<Name extends string = string, Params extends object = object, Result = unknown> {
  readonly name: Name;
  readonly summary: string;
  readonly params: new () => Params;
  /** The class of the result; undefined where it is the string "OK". */
  readonly result: (new () => Result) | undefined;
  /** The scope a key needs; 'any' where every valid key will do. */
  readonly scope: Scope | 'any';
  /** Another scope that opens it as well. */
  readonly orScope: Scope | undefined;
  /** The parameter that names the collection it is about: scopes of items may be narrowed to one. */
  readonly collectionParam: string | undefined;
  /** Scopes that are needed besides when a parameter is given. */
  readonly scopesWith: Readonly<Record<string, Scope>>;
  /** The parameters that name what the method is about: "not found" under one of them is a 404. */
  readonly subjects: readonly string[];
  /** The parameters that claim a name which only one may have: "already exists" can stand under them, and only there. */
  readonly claims: readonly string[];
  /** Whether the state of things can forbid it, with error 13. */
  readonly dependsOnState: boolean;
  /** Whether calling it twice is the same as calling it once and nothing is written. */
  readonly isRead: boolean;
  /** Not part of the hosted service's API; marked `x-extension` in the documents. */
  readonly isExtension: boolean;
}

export type ParamsOf<M> = M extends Method<string, infer Params> ? Params : never;
export type ResultOf<M> = M extends { readonly result: new () => infer Result } ? Result : M extends { readonly result: undefined } ? Ok : never;

interface Declaration<Name extends string, Params extends object, Result extends Constructor | undefined> {
  readonly name: Name;
  readonly summary: string;
  readonly params: new () => Params;
  readonly result: Result;
  readonly scope: Scope | 'any';
  readonly orScope?: Scope;
  readonly collectionParam?: string;
  readonly scopesWith?: Readonly<Record<string, Scope>>;
  readonly subjects?: readonly string[];
  readonly claims?: readonly string[];
  readonly dependsOnState?: boolean;
  readonly isExtension?: boolean;
}

const readVerbs = /\.(list|get\w*|status|discover)$/;

/** Declares a method; whether it reads follows from its name, as gateway-api.md section 5 says. */
export function method<Name extends string, Params extends object, Result extends (new () => object) | undefined>(
  declaration: Declaration<Name, Params, Result>,
): Declaration<Name, Params, Result> & Pick<Method, 'isRead' | 'subjects' | 'claims' | 'dependsOnState' | 'orScope' | 'collectionParam' | 'scopesWith' | 'isExtension'> {
  return {
    subjects: [],
    claims: [],
    dependsOnState: false,
    orScope: undefined,
    collectionParam: undefined,
    scopesWith: {},
    isExtension: false,
    ...declaration,
    isRead: readVerbs.test(declaration.name),
  };
}
