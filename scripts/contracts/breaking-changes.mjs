// What of a contract would break those who use it, between two versions of its documents. One sentence a break.
import { buildSchema, findBreakingChanges } from 'graphql';

/** Of an OpenAPI document: what a request may hold must not shrink, what a reply holds must not grow stranger. */
export function breaksOfOpenApi(before, after) {
  const refs = { before, after };
  return Object.entries(before.paths).flatMap(([path, methods]) => Object.entries(methods).flatMap(([method, old]) => {
    const what = `${method.toUpperCase()} ${path}`;
    const operation = after.paths[path]?.[method];
    if (operation === undefined) return [`${what} is gone.`];
    const renamed = old.operationId === operation.operationId ? [] : [`${what}: the operation id ${old.operationId} is gone.`];
    return [...renamed, ...breaksOfParameters(old, operation, refs, what), ...breaksOfBody(old, operation, refs, what), ...breaksOfReplies(old, operation, refs, what)];
  }));
}

/** Of an OpenRPC document. */
export function breaksOfOpenRpc(before, after) {
  const refs = { before, after };
  return before.methods.flatMap((old) => {
    const method = after.methods.find(({ name }) => name === old.name);
    if (method === undefined) return [`${old.name} is gone.`];
    return [
      ...breaksOfNamed(old.params, method.params, ({ name }) => name, refs, old.name),
      ...breaksOfSchema(old.result.schema, method.result.schema, 'reply', refs, `${old.name}: the result`),
    ];
  });
}

/** Of a GraphQL schema, told by graphql-js. */
export function breaksOfSdl(before, after) {
  return findBreakingChanges(buildSchema(before), buildSchema(after)).map(({ description }) => description);
}

function breaksOfParameters(old, operation, refs, what) {
  const all = (document, { parameters = [] }) => parameters.map((each) => resolved(document, each));
  return breaksOfNamed(all(refs.before, old), all(refs.after, operation), ({ in: place, name }) => `${place} ${name}`, refs, what);
}

function breaksOfNamed(old, params, nameOf, refs, what) {
  const known = new Map(old.map((each) => [nameOf(each), each]));
  const left = new Map(params.map((each) => [nameOf(each), each]));
  return [
    ...[...known.keys()].filter((name) => !left.has(name)).map((name) => `${what}: the parameter ${name} is gone.`),
    ...[...left].filter(([name, { required }]) => required === true && known.get(name)?.required !== true).map(([name]) => `${what}: the parameter ${name} is required now.`),
    ...[...known].filter(([name]) => left.has(name)).flatMap(([name, each]) => breaksOfSchema(each.schema, left.get(name).schema, 'request', refs, `${what}: ${name}`)),
  ];
}

function breaksOfBody(old, operation, refs, what) {
  const schemaOf = ({ requestBody }) => requestBody?.content?.['application/json']?.schema;
  if (schemaOf(operation) === undefined) return schemaOf(old) === undefined ? [] : [`${what}: the body is gone.`];
  if (schemaOf(old) === undefined) return operation.requestBody.required === true ? [`${what}: a body is required now.`] : [];
  return breaksOfSchema(schemaOf(old), schemaOf(operation), 'request', refs, `${what}: the body`);
}

function breaksOfReplies(old, operation, refs, what) {
  return Object.entries(old.responses).filter(([status]) => status < '300').flatMap(([status, reference]) => {
    if (operation.responses[status] === undefined) return [`${what}: the status ${status} is gone.`];
    const [was, is] = [resolved(refs.before, reference), resolved(refs.after, operation.responses[status])];
    const headers = Object.keys(was.headers ?? {}).filter((name) => is.headers?.[name] === undefined).map((name) => `${what}, ${status}: the header ${name} is gone.`);
    const bodies = Object.entries(was.content ?? {}).flatMap(([type, { schema }]) => (is.content?.[type] === undefined
      ? [`${what}, ${status}: the type ${type} is gone.`]
      : breaksOfSchema(schema, is.content[type].schema, 'reply', refs, `${what}, ${status}`)));
    return [...headers, ...bodies];
  });
}

/**
 * Of a JSON Schema. In a request all that was accepted must still be; a reply must still hold all that it held, and
 * nothing of another kind.
 */
function breaksOfSchema(before, after, place, refs, what, seen = new Set()) {
  const pair = `${before?.$ref} ${after?.$ref}`;
  if (before?.$ref !== undefined && seen.has(pair)) return [];
  const [old, schema] = [resolved(refs.before, before ?? {}), resolved(refs.after, after ?? {})];
  const below = (left, right, name) => breaksOfSchema(left, right, place, refs, `${what}${name}`, new Set([...seen, pair]));
  return [
    ...breaksOfKinds(old, schema, place, what),
    ...(place === 'request' ? breaksOfBounds(old, schema, what) : []),
    ...breaksOfProperties(old, schema, place, what),
    ...Object.keys(old.properties ?? {}).filter((name) => schema.properties?.[name] !== undefined).flatMap((name) => below(old.properties[name], schema.properties[name], `.${name}`)),
    ...(old.items && schema.items ? below(old.items, schema.items, '[]') : []),
    ...(old.oneOf && schema.oneOf?.length === old.oneOf.length ? old.oneOf.flatMap((each, index) => below(each, schema.oneOf[index], '')) : []),
  ];
}

function breaksOfKinds(old, schema, place, what) {
  const broken = (name, was, is) => {
    const [narrow, wide] = place === 'request' ? [is, was] : [was, is];
    if (narrow === undefined) return [];
    const odd = (wide ?? ['anything']).filter((each) => !narrow.includes(each));
    return odd.map((each) => (place === 'request' ? `${what} may no longer be of the ${name} ${JSON.stringify(each)}.` : `${what} may now be of the ${name} ${JSON.stringify(each)}.`));
  };
  const types = ({ type }) => (type === undefined ? undefined : [type].flat());
  const values = ({ enum: all, const: only }) => all ?? (only === undefined ? undefined : [only]);
  return [...broken('type', types(old), types(schema)), ...broken('value', values(old), values(schema))];
}

const lowerBounds = ['minimum', 'minLength', 'minItems', 'minProperties'];
const upperBounds = ['maximum', 'maxLength', 'maxItems', 'maxProperties'];

function breaksOfBounds(old, schema, what) {
  return [
    ...lowerBounds.filter((name) => (schema[name] ?? -Infinity) > (old[name] ?? -Infinity)).map((name) => `${what}: ${name} is ${schema[name]} now.`),
    ...upperBounds.filter((name) => (schema[name] ?? Infinity) < (old[name] ?? Infinity)).map((name) => `${what}: ${name} is ${schema[name]} now.`),
    ...(schema.pattern !== undefined && schema.pattern !== old.pattern ? [`${what}: the pattern is another.`] : []),
  ];
}

function breaksOfProperties(old, schema, place, what) {
  const names = Object.keys(old.properties ?? {});
  const gone = names.filter((name) => schema.properties?.[name] === undefined);
  const [required, wasRequired] = [schema.required ?? [], old.required ?? []];
  if (place === 'reply') {
    return [
      ...gone.map((name) => `${what}.${name} is gone.`),
      ...wasRequired.filter((name) => !required.includes(name) && !gone.includes(name)).map((name) => `${what}.${name} may be missing now.`),
    ];
  }
  return [
    ...(schema.additionalProperties === false ? gone.map((name) => `${what}.${name} is refused now.`) : []),
    ...required.filter((name) => !wasRequired.includes(name)).map((name) => `${what}.${name} is required now.`),
  ];
}

function resolved(document, value) {
  if (value.$ref === undefined) return value;
  const found = value.$ref.replace('#/', '').split('/').reduce((within, name) => within?.[name.replaceAll('~1', '/').replaceAll('~0', '~')], document);
  return resolved(document, found ?? {});
}
