import type { FieldFacts } from '../../src/contract/facts.js';
import { fieldsInBody, fieldsInQuery } from '../../src/gateway/http/rest-binding.js';
import type { ServedRoute } from '../support/served.js';

export interface RestRequest {
  readonly path: string;
  readonly body: unknown;
}

/** The request by which a route asks for a call with these parameters. */
export function restRequest({ path, binding }: ServedRoute, params: Readonly<Record<string, unknown>>): RestRequest {
  const filled = path.replace(/:(\w+)/g, (_, segment: string) => encodeURIComponent(String([params[binding.path[segment]!]].flat()[0])));
  const query = new URLSearchParams(fieldsInQuery(binding).flatMap((field) => (params[field.name] === undefined ? [] : [[field.name, asText(field, params[field.name])]])));
  return { path: query.size === 0 ? filled : `${filled}?${query.toString()}`, body: bodyOf(binding, params) };
}

function bodyOf(binding: ServedRoute['binding'], params: Readonly<Record<string, unknown>>): unknown {
  if (binding.body === undefined) return undefined;
  if (binding.body !== 'fields') return params[binding.body];
  const names = new Set(fieldsInBody(binding).map(({ name }) => name));
  return Object.fromEntries(Object.entries(params).filter(([name]) => names.has(name)));
}

function asText({ textForm }: FieldFacts, value: unknown): string {
  return textForm === 'json' ? JSON.stringify(value) : String(value);
}
