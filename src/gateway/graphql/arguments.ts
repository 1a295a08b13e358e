import { fieldsOf, type Constructor } from '../../contract/facts.js';
import { methods } from '../../contract/methods.js';

/** Where GraphQL spells a parameter in a way of its own that the contract cannot state. */
const spelledApart: Readonly<Record<string, string>> = { 'User.update user': 'properties' };

/** GraphQL's own name for a parameter of a method; the other way round Nest reads arguments by the contract's names itself. */
export function graphqlName(methodName: string | undefined, param: string): string {
  const shape: Constructor | undefined = methods.get(methodName ?? '')?.params;
  const field = shape && fieldsOf(shape).find(({ name }) => name === param);
  return spelledApart[`${methodName ?? ''} ${param}`] ?? field?.graphqlName ?? param;
}
