import { fieldsOf, shapeOf, type Constructor, type JsonSchema } from './facts.js';

/** The JSON Schema of a contract class: its fields, which are required, and whether it is open to other properties. */
export function schemaOf(shape: Constructor): JsonSchema {
  const fields = fieldsOf(shape);
  const { about, open } = shapeOf(shape);
  const required = fields.filter((field) => field.required).map((field) => field.name);
  return {
    type: 'object',
    description: about,
    properties: Object.fromEntries(fields.map((field) => [field.name, field.schema])),
    ...(required.length > 0 && { required }),
    additionalProperties: open ?? false,
  };
}

/** A reference to a contract class among the components of an OpenAPI or OpenRPC document. */
export function referenceTo(shape: Constructor): JsonSchema {
  return { $ref: `#/components/schemas/${shapeOf(shape).name}` };
}

/** Every class that the given ones mention, themselves included, as named component schemas. */
export function componentSchemas(shapes: readonly Constructor[]): Record<string, JsonSchema> {
  const found = new Map<string, JsonSchema>();
  const visit = (shape: Constructor): void => {
    const { name } = shapeOf(shape);
    if (found.has(name)) return;
    found.set(name, schemaOf(shape));
    for (const field of fieldsOf(shape)) if (field.of !== undefined) visit(field.of());
  };
  shapes.forEach(visit);
  return Object.fromEntries([...found].sort(([left], [right]) => (left < right ? -1 : 1)));
}
