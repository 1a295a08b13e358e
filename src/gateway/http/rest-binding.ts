import { fieldsOf, type Constructor, type FieldFacts } from '../../contract/facts.js';
import type { Method } from '../../contract/method.js';

/** Where the parameters of a method stand in a request; all that stand nowhere else are query parameters. */
export interface RestBinding {
  readonly method: Method<string, object, object>;
  /** Path segment → parameter. */
  readonly path: Readonly<Record<string, string>>;
  /** 'fields': each body member is a parameter; else the parameter that the whole body is; undefined: no body. */
  readonly body: string | undefined;
}

/** The surface's name for a parameter that the whole body is. */
export const wholeBody = 'body';

/** The surface's own name for a parameter. */
export function restName(binding: RestBinding, param: string): string {
  if (param === binding.body) return wholeBody;
  const segment = Object.entries(binding.path).find(([, named]) => named === param);
  return segment?.[0] ?? param;
}

/** The parameters that stand in the query of a request. */
export function fieldsInQuery({ method, path, body }: RestBinding): readonly FieldFacts[] {
  return body === 'fields' ? [] : besidesPath(method.params, path).filter(({ name }) => name !== body);
}

/** The parameters that stand in its body, where that is made of fields. */
export function fieldsInBody({ method, path, body }: RestBinding): readonly FieldFacts[] {
  return body === 'fields' ? besidesPath(method.params, path) : [];
}

function besidesPath(params: Constructor, path: RestBinding['path']): readonly FieldFacts[] {
  const inPath = new Set(Object.values(path));
  return fieldsOf(params).filter(({ name }) => !inPath.has(name));
}
