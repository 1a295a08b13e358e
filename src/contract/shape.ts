import { ArgsType, InputType } from '@nestjs/graphql';
import { describeShape, type Constructor, type JsonSchema } from './facts.js';
import { limits } from './limits.js';

interface ShapeOptions {
  readonly about: string;
  /** Name in the documents; the class's own by default. */
  readonly name?: string;
  /** The schema of further properties, where there may be any. */
  readonly open?: JsonSchema;
  /** How GraphQL takes it: as arguments, as an input type of the given name, or not at all. */
  readonly graphql?: 'args' | { readonly input: string };
}

/** Makes a class part of the contract: known by name to the documents and, where it says so, to GraphQL. */
export function Shape(options: ShapeOptions): ClassDecorator {
  return (target) => {
    const shape = target as unknown as Constructor;
    describeShape(shape, { name: options.name ?? shape.name, about: options.about, open: options.open });
    if (options.graphql === 'args') ArgsType()(target);
    else if (options.graphql !== undefined) InputType(options.graphql.input, { description: options.about })(target);
  };
}

/** What an own property may be called, and how documents say so. */
export const ownPropertyName = /^[A-Za-z][A-Za-z0-9_]*$/;
export const ownProperties: JsonSchema = {
  description: 'Own properties: any JSON under names that match [A-Za-z][A-Za-z0-9_]*.',
};

/** The schema of a map of own properties, given the system properties that may stand in it and are passed over. */
export function ownPropertiesSchema(passedOver: ReadonlySet<string>): JsonSchema {
  return { propertyNames: { anyOf: [{ pattern: ownPropertyName.source }, { enum: [...passedOver] }] }, maxProperties: limits.recordBytes };
}

/**
 * The fault of a map of own properties, given the system properties that may stand in it and are passed over
 * (management-api.md, sections 2 and 3); undefined when there is none.
 */
export function ownPropertiesFault(value: Readonly<Record<string, unknown>>, passedOver: ReadonlySet<string>): string | undefined {
  for (const name of Object.keys(value)) {
    if (ownPropertyName.test(name) || passedOver.has(name)) continue;
    if (name.startsWith('_')) return `${JSON.stringify(name)} is not a system property; own names do not start with "_".`;
    return `Property name ${JSON.stringify(name)} must be a letter, then letters, digits or "_".`;
  }
  return undefined;
}
