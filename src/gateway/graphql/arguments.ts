import { fieldsOf, type Constructor } from '../../contract/facts.js';
import type { Method, ParamsOf } from '../../contract/method.js';
import { methods } from '../../contract/methods.js';

/** GraphQL arguments as the parameters of a method: the contract says which is which. */
export function paramsFrom<M extends Method<string, object, object>>(method: M, given: object): ParamsOf<M> {
  const params: Record<string, unknown> = {};
  for (const { name, graphqlName } of fieldsOf(method.params)) {
    if (graphqlName !== undefined && Object.hasOwn(given, graphqlName)) params[name] = Reflect.get(given, graphqlName) as unknown;
  }
  return params as ParamsOf<M>;
}

/** Where GraphQL spells a parameter in a way of its own that the contract cannot state. */
const spelledApart: Readonly<Record<string, string>> = { 'User.update user': 'properties' };

/** GraphQL's own name for a parameter of a method. */
export function graphqlName(methodName: string | undefined, param: string): string {
  const shape: Constructor | undefined = methods.get(methodName ?? '')?.params;
  const field = shape && fieldsOf(shape).find(({ name }) => name === param);
  return spelledApart[`${methodName ?? ''} ${param}`] ?? field?.graphqlName ?? param;
}
