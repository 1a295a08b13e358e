/** A class of the contract: only ever named, or made without arguments. */
export type Constructor<T extends object = object> = abstract new (...args: never[]) => T;

export type JsonSchema = Readonly<Record<string, unknown>>;

/** How a value arrives where only text can: in a REST query. */
export type TextForm = 'text' | 'integer' | 'boolean' | 'json' | 'names';

/** All that is known of one field; decorators in field.ts write it, everything else only reads. */
export interface FieldFacts {
  readonly name: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
  readonly textForm: TextForm;
  /** Name in GraphQL; undefined where GraphQL has no such argument. */
  readonly graphqlName: string | undefined;
  /** An older misspelling that is still read. */
  readonly alias: string | undefined;
  /** Turns other accepted forms into the one that is validated. */
  readonly read: ((value: unknown) => unknown) | undefined;
  /** The class of a nested record or of a list's elements. */
  readonly of: (() => Constructor) | undefined;
}

export interface ShapeFacts {
  /** Name among the components of the documents. */
  readonly name: string;
  readonly about: string;
  /** The schema of further properties of an open record. */
  readonly open?: JsonSchema | undefined;
}

const ownFields = new Map<Constructor, FieldFacts[]>();
const shapes = new Map<Constructor, ShapeFacts>();
const inherited = new Map<Constructor, readonly FieldFacts[]>();

export function addField(shape: Constructor, field: FieldFacts): void {
  ownFields.set(shape, [...(ownFields.get(shape) ?? []), field]);
}

export function describeShape(shape: Constructor, facts: ShapeFacts): void {
  shapes.set(shape, facts);
}

/** The fields of a contract class, those it extends first, in the order they are written. */
export function fieldsOf(shape: Constructor): readonly FieldFacts[] {
  const known = inherited.get(shape);
  if (known !== undefined) return known;
  const parent = Object.getPrototypeOf(shape) as Constructor | null;
  const fields = [...(parent === null || parent === Function.prototype ? [] : fieldsOf(parent)), ...(ownFields.get(shape) ?? [])];
  inherited.set(shape, fields);
  return fields;
}

/** The classes of the contract whose name in the documents is one of these. */
export function shapesNamed(names: ReadonlySet<string>): readonly Constructor[] {
  return [...shapes].filter(([, { name }]) => names.has(name)).map(([shape]) => shape);
}

/** @throws Error when the class has no `@Shape`: a mistake in the contract itself. */
export function shapeOf(shape: Constructor): ShapeFacts {
  const facts = shapes.get(shape);
  if (facts === undefined) throw new Error(`${shape.name} has no @Shape`);
  return facts;
}
