import {
  ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsDefined, IsIn, IsInt, IsOptional, IsString, Matches, Max, Min, ValidateBy,
} from 'class-validator';
import { Field as GraphqlField, ID, Int, type FieldOptions, type ReturnTypeFunc } from '@nestjs/graphql';
import { GraphQLJSON, GraphQLJSONObject } from 'graphql-scalars';
import { addField, type Constructor, type FieldFacts, type JsonSchema } from './facts.js';
import { referenceTo } from './json-schema.js';
import { quoteForMessage } from './message.js';
import { limits } from './limits.js';
import { codePoints, isStorableText, jsonBytes, jsonFault, malformedText, storableText } from './text.js';

/** What every kind of field can say of itself. */
interface About {
  /** One sentence for the documents. */
  readonly about: string;
  /** An absent or null value is fine (management-api.md, section 3). */
  readonly optional?: boolean;
  /** A name of its own in GraphQL, or false where GraphQL has no such argument. */
  readonly graphql?: string | false;
  /** An older misspelling that is still read. */
  readonly alias?: string;
  readonly example?: unknown;
  readonly default?: unknown;
  /** Not part of the hosted service's API; marked `x-extension` in the documents. */
  readonly isExtension?: boolean;
  /** Where GraphQL's schema states a default, too. */
  readonly graphqlDefault?: unknown;
}

interface Kind {
  readonly schema: JsonSchema;
  readonly rules: readonly PropertyDecorator[];
  readonly textForm?: FieldFacts['textForm'];
  readonly graphqlType?: ReturnTypeFunc;
  /** Whether null may stand in the list that GraphQL takes. */
  readonly hasNullableElements?: boolean;
  readonly read?: FieldFacts['read'];
  readonly of?: () => Constructor;
}

/** The composite that every decorator below ends in: it applies class-validator's and GraphQL's, and keeps the facts. */
function field(about: About, kind: Kind): PropertyDecorator {
  const required = about.optional !== true;
  const presence = required ? IsDefined({ message: 'Required.' }) : IsOptional();
  return (target, key) => {
    const name = String(key);
    for (const apply of [presence, ...kind.rules]) apply(target, key);
    const graphqlName = about.graphql === false ? undefined : (about.graphql ?? name);
    if (kind.graphqlType !== undefined && graphqlName !== undefined) {
      const nullable = kind.hasNullableElements === true ? (required ? 'items' : 'itemsAndList') : !required;
      const options = { name: graphqlName, nullable, description: about.about, defaultValue: about.graphqlDefault } as FieldOptions;
      GraphqlField(kind.graphqlType, options)(target, key);
    }
    addField(target.constructor as Constructor, {
      name, required, graphqlName, alias: about.alias, read: kind.read, of: kind.of, textForm: kind.textForm ?? 'text',
      schema: {
        ...kind.schema,
        description: about.about,
        ...(about.isExtension === true && { 'x-extension': true }),
        ...(about.default !== undefined && { default: about.default }),
        ...(about.example !== undefined && { examples: [about.example] }),
      },
    });
  };
}

/** A rule whose sentence is found while it looks: class-validator asks for it right after, so it is kept until then. */
function rule(name: string, faultOf: (value: unknown) => string | undefined): PropertyDecorator {
  let fault: string | undefined;
  return ValidateBy({
    name,
    validator: {
      validate: (value) => (fault = faultOf(value)) === undefined,
      defaultMessage: () => quoteForMessage(fault ?? ''),
    },
  });
}

interface TextBounds {
  readonly minLength?: number;
  /** The lower bound that documents state where the one in force is a setting of the server. */
  readonly usualMinLength?: number;
  readonly maxLength: number;
  readonly pattern?: RegExp;
  /** The sentence for a text that does not fit the pattern. */
  readonly patternSentence?: string;
  /** A further rule: its sentence, or undefined. */
  readonly fault?: (text: string) => string | undefined;
}

/** A string; lengths are in characters (code points). */
export function Text(options: About & TextBounds, graphqlType: ReturnTypeFunc = () => String): PropertyDecorator {
  const { minLength = 0, maxLength, pattern, patternSentence, fault } = options;
  const usualMinLength = options.usualMinLength ?? minLength;
  const lengthFault = (value: unknown): string | undefined => {
    const length = codePoints(value as string);
    return length >= minLength && length <= maxLength ? undefined : `Must be ${minLength} to ${maxLength} characters.`;
  };
  return field(options, {
    graphqlType,
    schema: { type: 'string', ...(usualMinLength > 0 && { minLength: usualMinLength }), maxLength, pattern: (pattern ?? storableText).source },
    rules: [
      IsString({ message: 'Must be a string.' }),
      rule('isStorable', (value) => (isStorableText(value as string) ? undefined : malformedText)),
      rule('length', lengthFault),
      ...(pattern ? [Matches(pattern, { message: patternSentence ?? `Must match ${String(pattern)}.` })] : []),
      ...(fault ? [rule('further', (value) => fault(value as string))] : []),
    ],
  });
}

/** The identifier of a thing: looked up, never interpreted. */
export function Id(options: About): PropertyDecorator {
  return Text({ ...options, minLength: 1, maxLength: limits.idLength }, () => ID);
}

/** An integer between two bounds, both included. */
export function Integer(options: About & { readonly min: number; readonly max: number }): PropertyDecorator {
  const { min, max } = options;
  const between = `Must be between ${min} and ${max}.`;
  return field(options, {
    graphqlType: () => Int,
    textForm: 'integer',
    schema: { type: 'integer', format: 'int64', minimum: min, maximum: max },
    rules: [
      rule('isNumber', (value) => (typeof value === 'number' ? undefined : 'Must be an integer.')),
      Min(min, { message: between }),
      Max(max, { message: between }),
      IsInt({ message: 'Must be an integer.' }),
    ],
  });
}

/** The latest time that a Date holds, in milliseconds since the epoch. */
const latestTime = 8_640_000_000_000_000;

/** A time in milliseconds since the epoch; `nullable` ones are null until the thing has happened. */
export function Timestamp(options: About & { readonly nullable?: boolean }): PropertyDecorator {
  const type = options.nullable === true ? ['integer', 'null'] : 'integer';
  return field({ ...options, graphql: false }, {
    schema: { type, format: 'int64', minimum: 0, maximum: latestTime },
    rules: [],
  });
}

export function Flag(options: About): PropertyDecorator {
  return field(options, {
    graphqlType: () => Boolean,
    textForm: 'boolean',
    schema: { type: 'boolean' },
    rules: [IsBoolean({ message: 'Must be true or false.' })],
  });
}

/** One of a few strings; `graphqlType` is String unless the schema has an enum for them. */
export function Choice(options: About & { readonly of: readonly string[]; readonly graphqlType?: ReturnTypeFunc }): PropertyDecorator {
  const names = options.of.map((value) => JSON.stringify(value));
  const choices = [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((each) => each !== '').join(' or ');
  return field(options, {
    graphqlType: options.graphqlType ?? (() => String),
    schema: { type: 'string', enum: options.of },
    rules: [IsIn(options.of, { message: `Must be ${choices}.` })],
  });
}

interface TextsBounds {
  readonly minItems?: number;
  readonly maxItems: number;
  readonly maxLength?: number;
  /** What the documents say of an element, besides its length. */
  readonly elements?: JsonSchema;
  /** A further rule for an element: its sentence, or undefined. */
  readonly fault?: (element: string) => string | undefined;
}

/** A list of texts, such as ids. */
export function Texts(options: About & TextsBounds, graphqlType: ReturnTypeFunc = () => [ID]): PropertyDecorator {
  const { minItems = 0, maxItems, maxLength = limits.idLength } = options;
  return field(options, {
    graphqlType,
    textForm: 'names',
    schema: { type: 'array', ...(minItems > 0 && { minItems }), maxItems, items: { type: 'string', maxLength, pattern: storableText.source, ...options.elements } },
    rules: [
      IsArray({ message: 'Must be an array of strings.' }),
      ...(minItems > 0 ? [ArrayMinSize(minItems, { message: `Must have at least ${minItems} element${minItems === 1 ? '' : 's'}.` })] : []),
      ArrayMaxSize(maxItems, { message: `Must have at most ${maxItems} elements.` }),
      rule('elements', (value) => elementFault(value as unknown[], maxLength, options.fault)),
    ],
  });
}

function elementFault(elements: readonly unknown[], maxLength: number, fault?: TextsBounds['fault']): string | undefined {
  for (const [index, element] of elements.entries()) {
    if (typeof element !== 'string') return `Element ${index} must be a string.`;
    if (!isStorableText(element)) return `Element ${index}: ${malformedText}`;
    if (codePoints(element) > maxLength) return `Element ${index} must be at most ${maxLength} characters.`;
    const found = fault?.(element);
    if (found !== undefined) return `Element ${index}: ${found}`;
  }
  return undefined;
}

/** Names of own properties: an array, a comma-separated string or one name; none means all (management-api.md, section 3). */
export function PropertyNames(options: About): PropertyDecorator {
  const { propertyNamesLength: most, propertyPathLength: longest } = limits;
  const read = (value: unknown): unknown => {
    const names = typeof value === 'string' ? namesIn(value) : value;
    return Array.isArray(names) && names.length === 0 ? undefined : names;
  };
  const name = `[^,\\u0000\\ud800-\\udfff]{0,${longest}}`;
  return field({ ...options, optional: true }, {
    graphqlType: () => [String],
    textForm: 'names',
    read,
    schema: {
      oneOf: [
        { type: 'array', maxItems: most, items: { type: 'string', maxLength: longest, pattern: storableText.source } },
        { type: 'string', maxLength: most * (longest + 1) - 1, pattern: `^${name}(,${name}){0,${most - 1}}$` },
      ],
    },
    rules: [
      IsArray({ message: 'Must be an array of names, or names separated by commas.' }),
      ArrayMaxSize(most, { message: `Must have at most ${most} names.` }),
      rule('names', (value) => elementFault(value as unknown[], longest)),
    ],
  });
}

/** The names in a text; blanks around them and empty ones do not count, except in a text that is out of bounds as it stands. */
function namesIn(text: string): string[] {
  const names = text.split(',');
  if (names.length > limits.propertyNamesLength || names.some((name) => codePoints(name) > limits.propertyPathLength)) return names;
  return names.map((name) => name.trim()).filter((name) => name !== '');
}

/** A JSON array of any values, such as bind parameters. */
export function JsonArray(options: About & { readonly maxItems: number }): PropertyDecorator {
  return field(options, {
    graphqlType: () => [GraphQLJSON],
    hasNullableElements: true,
    textForm: 'json',
    schema: { type: 'array', maxItems: options.maxItems, items: {} },
    rules: [
      IsArray({ message: 'Must be an array.' }),
      ArrayMaxSize(options.maxItems, { message: `Must have at most ${options.maxItems} elements.` }),
      rule('values', (value) => jsonFault(value)),
    ],
  });
}

interface JsonObjectOptions extends About {
  /** What further properties look like in the documents. */
  readonly schema?: JsonSchema;
  /** Members that will be dropped, and so do not count towards the size. */
  readonly passedOver?: ReadonlySet<string>;
  /** A further rule over the whole object: its sentence, or undefined. */
  readonly fault?: (value: Readonly<Record<string, unknown>>) => string | undefined;
}

/** A JSON object whose members the caller chooses; at most 512 000 bytes as UTF-8 JSON. */
export function JsonObject(options: JsonObjectOptions): PropertyDecorator {
  const objectFault = (value: unknown): string | undefined => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'Must be an object.';
    // The size first: what is too large is not worth a look at every value in it.
    if (jsonBytes(without(value, options.passedOver)) > limits.recordBytes) return `Must be at most ${limits.recordBytes} bytes as JSON.`;
    return jsonFault(value) ?? options.fault?.(value as Record<string, unknown>);
  };
  return field(options, {
    graphqlType: () => GraphQLJSONObject,
    textForm: 'json',
    schema: { type: 'object', additionalProperties: true, ...options.schema },
    rules: [rule('object', objectFault)],
  });
}

function without(value: object, names: ReadonlySet<string> | undefined): object {
  if (names === undefined || !Object.keys(value).some((name) => names.has(name))) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.has(name)));
}

/** A nested record of a result. */
export function RecordOf(of: () => Constructor, options: About & { readonly nullable?: boolean }): PropertyDecorator {
  return nested(of, options, () => (options.nullable === true ? { oneOf: [referenceTo(of()), { type: 'null' }] } : referenceTo(of())));
}

/** A list of records of a result. */
export function RecordsOf(of: () => Constructor, options: About & { readonly maxItems: number }): PropertyDecorator {
  return nested(of, options, () => ({ type: 'array', maxItems: options.maxItems, items: referenceTo(of()) }));
}

function nested(of: () => Constructor, options: About, schema: () => JsonSchema): PropertyDecorator {
  return (target, key) => {
    field({ ...options, graphql: false }, { schema: schema(), rules: [], of })(target, key);
  };
}
