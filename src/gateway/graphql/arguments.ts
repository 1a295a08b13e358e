import { fieldsOf, type Constructor } from '../../contract/facts.js';
import { User } from '../../contract/user.js';
import { operations } from '../../contract/methods.js';
import { userChangeName } from '../users/translation.js';

/** GraphQL's own name for a parameter of a method; the other way round Nest reads arguments by the contract's names itself. */
export function graphqlName(methodName: string | undefined, param: string, sentence = ''): string {
  const shape: Constructor | undefined = operations.get(methodName ?? '')?.params;
  const field = shape && fieldsOf(shape).find(({ name }) => name === param);
  if (methodName === User.update.name && param === 'user') return userChangeName(sentence);
  return field?.graphqlName ?? param;
}
