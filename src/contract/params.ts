import { validateSync, type ValidationError } from 'class-validator';
import { fieldsOf } from './facts.js';
import { readMessage } from './message.js';
import type { Method } from './method.js';
import { RpcError, type Faults } from './rpc-error.js';

export interface CheckedParams<Params> {
  readonly params: Params;
  /** Empty when every value is valid. */
  readonly faults: Record<string, string>;
}

/**
 * Reads the parameters of a method: unknown ones are ignored, null counts as absent, older misspellings are accepted,
 * and every offending parameter gets its sentence, under the name it was sent as (management-api.md, sections 3 and 4).
 */
export function checkParams<Params extends object>(method: Pick<Method<string, Params>, 'params'>, sent: unknown): CheckedParams<Params> {
  const params = new method.params();
  const fields = fieldsOf(method.params);
  if (sent !== undefined && (typeof sent !== 'object' || sent === null || Array.isArray(sent))) {
    return { params, faults: { params: 'Must be given by name, as an object.' } };
  }
  const given = (sent ?? {}) as Readonly<Record<string, unknown>>;
  const sentAs = new Map<string, string>();
  for (const { name, alias, read } of fields) {
    const key = alias !== undefined && isAbsent(given, name) ? alias : name;
    if (isAbsent(given, key)) continue;
    const value = read === undefined ? given[key] : read(given[key]);
    if (value === undefined) continue;
    sentAs.set(name, key);
    Reflect.set(params, name, value);
  }
  const errors = fields.length === 0 ? [] : validateSync(params, { stopAtFirstError: true });
  const faults = Object.fromEntries(errors.map((error) => [sentAs.get(error.property) ?? error.property, sentenceOf(error)]));
  return { params, faults };
}

/** The parameters of a method, all valid. @throws RpcError -32602 that names every offending one. */
export function readParams<Params extends object>(method: Pick<Method<string, Params>, 'params'>, sent: unknown): Params {
  const { params, faults } = checkParams(method, sent);
  refuse(faults);
  return params;
}

/** @throws RpcError -32602 when there is any fault. */
export function refuse(faults: Faults): void {
  if (Object.keys(faults).length > 0) throw RpcError.invalidParams(faults);
}

function isAbsent(given: Readonly<Record<string, unknown>>, name: string): boolean {
  return !Object.hasOwn(given, name) || given[name] === null;
}

function sentenceOf(error: ValidationError): string {
  return readMessage(Object.values(error.constraints ?? {})[0] ?? 'Invalid.');
}
