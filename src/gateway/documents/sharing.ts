import { shapesNamed, type Constructor, type JsonSchema } from '../../contract/facts.js';

/** An operation of an assembled document, as far as it is looked into here. */
export interface Operation {
  readonly operationId: string;
  readonly responses: Record<string, { readonly content?: Record<string, Media>; readonly $ref?: string }>;
  parameters?: object[];
  readonly requestBody?: { readonly content: Record<string, Media> };
  [extension: `x-${string}`]: unknown;
}

/** A body in one media type. */
export interface Media {
  schema: JsonSchema;
  examples?: object;
}

/** The contract's classes that a document refers to. */
export function shapesMentioned(document: object): readonly Constructor[] {
  const references = JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g);
  return shapesNamed(new Set(Array.from(references, ([, name = '']) => name)));
}

/**
 * Gives each request body a name among the components, after its operation: generators call types by it.
 *
 * @returns the components.
 */
export function shareBodies(operations: readonly Operation[]): Record<string, JsonSchema> {
  const shared: Record<string, JsonSchema> = {};
  for (const { operationId, requestBody } of operations) {
    const content = requestBody?.content['application/json'];
    if (content === undefined) continue;
    const name = `${capitalised(operationId)}Body`;
    shared[name] = content.schema;
    content.schema = { $ref: `#/components/schemas/${name}` };
  }
  return shared;
}

/**
 * Moves parameters that are the same in several operations to the components, under their own name.
 *
 * @returns the components.
 */
export function shareParameters(operations: readonly Operation[]): Record<string, object> {
  const times = new Map<string, number>();
  for (const { parameters = [] } of operations) for (const each of parameters) times.set(JSON.stringify(each), (times.get(JSON.stringify(each)) ?? 0) + 1);
  const shared: Record<string, object> = {};
  for (const operation of operations) {
    operation.parameters = operation.parameters?.map((each) => {
      const text = JSON.stringify(each);
      const name = capitalised((each as { readonly name: string }).name);
      if ((times.get(text) ?? 0) < 2) return each;
      shared[name] ??= each;
      // Another one of the same name stays where it is.
      return JSON.stringify(shared[name]) === text ? { $ref: `#/components/parameters/${name}` } : each;
    });
  }
  return shared;
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
