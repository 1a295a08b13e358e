import { fieldsOf, type Constructor, type FieldFacts, type JsonSchema } from './facts.js';
import { ok, type Method } from './method.js';

/** Whether a value is what a field may hold. */
type Check = (value: unknown) => boolean;

/**
 * Whether a result that came from elsewhere is what the contract promises, as far as anything here relies on it: the
 * fields that must be there, their types, values and bounds. Members that the contract does not know may be there.
 */
export function fitsResult({ result: shape }: Pick<Method<string, object, object>, 'result'>, result: unknown): boolean {
  return shape === undefined ? result === ok : recordCheck(shape)(result);
}

const recordChecks = new Map<Constructor, Check>();

/** The check of a contract class, made once from the same facts as its documentation. */
function recordCheck(shape: Constructor): Check {
  const made = recordChecks.get(shape);
  if (made !== undefined) return made;
  const fields = fieldsOf(shape).map((field): [name: string, isRequired: boolean, fits: Check] => [field.name, field.required, fieldCheck(field)]);
  const check: Check = (value) => {
    if (!isObject(value)) return false;
    for (const [name, isRequired, fits] of fields) {
      const member = value[name];
      // Nothing in JSON is undefined, and no field bears a name that objects inherit (a test holds every class to that): to ask
      // whether the member is its own would cost half as much again.
      if (member === undefined ? isRequired : !fits(member)) return false;
    }
    return true;
  };
  recordChecks.set(shape, check);
  return check;
}

function fieldCheck({ schema, of }: FieldFacts): Check {
  if (of === undefined) return schemaCheck(schema);
  const fits: Check = (value) => recordCheck(of())(value);
  if (schema['type'] === 'array') return (value) => Array.isArray(value) && value.every(fits);
  return schema['oneOf'] === undefined ? fits : (value) => value === null || fits(value);
}

/** What the contract's schemas say of a value: type, choice, bounds of a number, elements and members. */
function schemaCheck(schema: JsonSchema): Check {
  const { type, enum: choices, minimum = -Infinity, maximum = Infinity, items, additionalProperties } = schema as Readonly<{
    type?: string | readonly string[]; enum?: readonly unknown[]; minimum?: number; maximum?: number; items?: JsonSchema; additionalProperties?: JsonSchema | boolean;
  }>;
  const types = type === undefined ? undefined : [type].flat();
  const fitsItem = items && schemaCheck(items);
  const fitsMember = typeof additionalProperties === 'object' ? schemaCheck(additionalProperties) : undefined;
  return (value) => (types === undefined || types.some((each) => isOfType(value, each)))
    && (choices === undefined || choices.includes(value))
    && (typeof value !== 'number' || (value >= minimum && value <= maximum))
    && (fitsItem === undefined || !Array.isArray(value) || value.every(fitsItem))
    && (fitsMember === undefined || !isObject(value) || Object.values(value).every(fitsMember));
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'object': return isObject(value);
    case 'array': return Array.isArray(value);
    case 'integer': return Number.isInteger(value);
    case 'null': return value === null;
    default: return typeof value === type;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
