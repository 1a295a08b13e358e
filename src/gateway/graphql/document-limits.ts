import { GraphQLError, Kind, parse, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';
import { graphqlLimits as limits } from './limits.js';

/** What stands in a selection, everything under it and in the fragments it spreads included. */
interface Contents {
  /** Levels of fields, but those of introspection. */
  depth: number;
  introspectionDepth: number;
  aliases: number;
  directives: number;
  /** The most times that one field stands in one selection. */
  repetitions: number;
}

const nothing = (): Contents => ({ depth: 0, introspectionDepth: 0, aliases: 0, directives: 0, repetitions: 0 });

/**
 * The sentences that tell which limits the text of a query exceeds. Whatever else may be wrong with it is found later:
 * this must be cheap for any text whatsoever, and it is what makes everything after it cheap.
 */
export function faultsOfDocument(query: string): string[] {
  const bytes = Buffer.byteLength(query);
  if (bytes > limits.queryBytes) return [`The query is ${bytes} bytes long; at most ${limits.queryBytes} are read.`];
  let document: DocumentNode;
  try {
    document = parse(query, { noLocation: true, maxTokens: limits.tokens });
  } catch (error) {
    return hasTooManyTokens(error) ? [`The query has more than ${limits.tokens} tokens, which is the limit.`] : [];
  }
  return faultsOf(measure(document));
}

/** graphql-js tells this from other mistakes of syntax in the message only. */
function hasTooManyTokens(error: unknown): boolean {
  return error instanceof GraphQLError && error.message.includes(`more that ${limits.tokens} tokens`);
}

function faultsOf({ depth, introspectionDepth, aliases, directives, repetitions }: Contents): string[] {
  const checks: [value: number, limit: number, sentence: string][] = [
    [depth, limits.depth, `The query is ${depth} levels deep; at most ${limits.depth} are allowed.`],
    [introspectionDepth, limits.introspectionDepth, `The introspection is ${introspectionDepth} levels deep; at most ${limits.introspectionDepth} are allowed.`],
    [aliases, limits.aliases, `The query has ${aliases} aliases; at most ${limits.aliases} are allowed.`],
    [directives, limits.directives, `The query has ${directives} directives; at most ${limits.directives} are allowed.`],
    [repetitions, limits.repetitions, `The query repeats a field ${repetitions} times in one selection; at most ${limits.repetitions} are allowed.`],
  ];
  return checks.filter(([value, limit]) => value > limit).map(([, , sentence]) => sentence);
}

/** The most that any operation of a document holds: which of them is to run is not known yet. */
function measure(document: DocumentNode): Contents {
  const fragments = new Fragments(document);
  const most = nothing();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const found = measureSelection(definition.selectionSet, fragments);
    found.directives += countDirectives(definition) + (definition.variableDefinitions ?? []).reduce((sum, variable) => sum + countDirectives(variable), 0);
    keepMost(most, found);
  }
  return most;
}

function countDirectives({ directives = [] }: { readonly directives?: readonly unknown[] | undefined }): number {
  return directives.length;
}

function keepMost(most: Contents, { depth, introspectionDepth, aliases, directives, repetitions }: Contents): void {
  most.depth = Math.max(most.depth, depth);
  most.introspectionDepth = Math.max(most.introspectionDepth, introspectionDepth);
  most.aliases = Math.max(most.aliases, aliases);
  most.directives = Math.max(most.directives, directives);
  most.repetitions = Math.max(most.repetitions, repetitions);
}

/** The fragments of a document, each measured once, however often it is spread. */
class Fragments {
  private readonly definitions: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly measured = new Map<string, Contents>();

  constructor(document: DocumentNode) {
    this.definitions = new Map(document.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [])));
  }

  /** A fragment that spreads itself counts as empty within itself; validation refuses it later. */
  contentsOf(name: string): Contents {
    const known = this.measured.get(name);
    if (known !== undefined) return known;
    const definition = this.definitions.get(name);
    this.measured.set(name, nothing());
    if (definition === undefined) return nothing();
    const contents = measureSelection(definition.selectionSet, this);
    contents.directives += countDirectives(definition);
    this.measured.set(name, contents);
    return contents;
  }
}

/** `times` counts the fields of the selection by the name they have in the reply; fragments written into it are part of it. */
function measureSelection({ selections }: SelectionSetNode, fragments: Fragments, times = new Map<string, number>()): Contents {
  const sum = nothing();
  for (const selection of selections) {
    sum.directives += countDirectives(selection);
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      add(sum, measureSelection(selection.selectionSet, fragments, times));
    } else if (selection.kind === Kind.FRAGMENT_SPREAD) {
      add(sum, fragments.contentsOf(selection.name.value));
    } else {
      const name = selection.name.value;
      if (selection.alias !== undefined) sum.aliases++;
      const key = selection.alias?.value ?? name;
      const repeated = (times.get(key) ?? 0) + 1;
      times.set(key, repeated);
      sum.repetitions = Math.max(sum.repetitions, repeated);
      add(sum, below(name, selection.selectionSet === undefined ? nothing() : measureSelection(selection.selectionSet, fragments)));
    }
  }
  return sum;
}

/** What a field holds, itself included: from `__schema` and `__type` on, every level is one of introspection. */
function below(name: string, within: Contents): Contents {
  return name === '__schema' || name === '__type'
    ? { ...within, depth: 0, introspectionDepth: Math.max(within.depth, within.introspectionDepth) + 1 }
    : { ...within, depth: within.depth + 1 };
}

function add(sum: Contents, part: Contents): void {
  const { aliases, directives } = sum;
  keepMost(sum, part);
  sum.aliases = aliases + part.aliases;
  sum.directives = directives + part.directives;
}
