import type { FastifyRequest } from 'fastify';
import { fieldsOf, type Constructor, type FieldFacts } from '../../contract/facts.js';
import { checkParams } from '../../contract/params.js';
import { nearest } from '../../contract/nearest.js';
import { ProblemException, type ParameterFault } from './problem.js';
import { fieldsInBody, fieldsInQuery, restName, wholeBody, type RestBinding } from './rest-binding.js';

/** @throws ProblemException for a body that is missing or of the wrong form, and for names that are not known. */
export function paramsOf(binding: RestBinding, request: Pick<FastifyRequest, 'params' | 'query' | 'body'>): object {
  const segments = request.params as Readonly<Record<string, string>>;
  const params: Record<string, unknown> = {};
  for (const [segment, param] of Object.entries(binding.path)) params[param] = fromPath(binding.method.params, param, segments[segment]);
  const unknown: ParameterFault[] = [];
  readQuery(fieldsInQuery(binding), request.query as Readonly<Record<string, string | string[]>>, params, unknown);
  readBody(binding, request.body, params, unknown);
  if (unknown.length > 0) throw invalidNames(binding, params, unknown);
  return params;
}

/** What a request for a call names, whatever else is wrong with it: enough to tell which scopes the call needs. */
export function namedParamsOf(binding: RestBinding, { params, body }: Pick<FastifyRequest, 'params' | 'body'>): object {
  const segments = params as Readonly<Record<string, string>>;
  const fields = binding.body === 'fields' && typeof body === 'object' ? body : {};
  return { ...fields, ...Object.fromEntries(Object.entries(binding.path).map(([segment, param]) => [param, segments[segment]])) };
}

/** One id in the path stands for a list of one. */
function fromPath(shape: Constructor, param: string, segment: string | undefined): unknown {
  const field = fieldsOf(shape).find((each) => each.name === param);
  return field?.textForm === 'names' ? [segment] : segment;
}

function readQuery(fields: readonly FieldFacts[], query: Readonly<Record<string, string | string[]>>, params: Record<string, unknown>, unknown: ParameterFault[]): void {
  for (const name of Object.keys(query)) {
    const field = fields.find((each) => each.name === name);
    const value = query[name];
    if (field === undefined) unknown.push({ name, detail: unknownSentence(name, fields, unknown.length) });
    else if (typeof value === 'string') params[name] = fromText(field, value);
    else unknown.push({ name, detail: 'Must be given once.' });
  }
}

function readBody(binding: RestBinding, body: unknown, params: Record<string, unknown>, unknown: ParameterFault[]): void {
  if (binding.body === undefined) return;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    if (body === undefined) throw new ProblemException('malformed-body', { detail: 'A JSON object is required as the body.' });
    unknown.push({ name: wholeBody, detail: 'Must be an object.' });
    return;
  }
  if (binding.body !== 'fields') {
    params[binding.body] = body;
    return;
  }
  const fields = fieldsInBody(binding);
  for (const [name, value] of Object.entries(body)) {
    if (fields.some((each) => each.name === name)) params[name] = value;
    else unknown.push({ name, detail: unknownSentence(name, fields, unknown.length) });
  }
}

/** Names that are not known, together with the values that are wrong: all mistakes at once. */
function invalidNames(binding: RestBinding, params: object, unknown: readonly ParameterFault[]): ProblemException {
  const { faults } = checkParams(binding.method, params);
  const known = new Set(unknown.map((fault) => fault.name));
  // Of a body that is no object, nothing more is to be said than that.
  const unread = new Set(known.has(wholeBody) ? fieldsInBody(binding).map((field) => field.name) : []);
  const wrong = Object.entries(faults).filter(([param]) => !unread.has(param)).map(([param, detail]) => ({ name: restName(binding, param), detail }));
  const errors = [...unknown, ...wrong.filter((fault) => !known.has(fault.name))];
  return new ProblemException('invalid-params', { errors, detail: errors.map((fault) => `${fault.name}: ${fault.detail}`).join(' ') });
}

/** How many unknown names of one request are compared with the known ones. */
const comparedNames = 8;

function unknownSentence(name: string, fields: readonly FieldFacts[], told: number): string {
  if (fields.length === 0) return 'Unknown; nothing may be given here.';
  const names = fields.map((field) => field.name);
  const meant = told < comparedNames ? nearest(name, names) : undefined;
  return meant === undefined ? `Unknown; known are ${names.join(', ')}.` : `Unknown; did you mean "${meant}"? Known are ${names.join(', ')}.`;
}

/** What a text of the query means for a field; a text that means nothing stays one, and validation says so. */
function fromText({ textForm }: FieldFacts, text: string): unknown {
  switch (textForm) {
    case 'integer':
      return /^-?\d+$/.test(text) ? Number(text) : text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'json':
      return parseJson(text);
    default:
      return text;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
