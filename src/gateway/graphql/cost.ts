import {
  getNamedType, getNullableType, getVariableValues, isListType, isObjectType, Kind, valueFromASTUntyped,
  type DocumentNode, type FieldNode, type FragmentDefinitionNode, type GraphQLField, type GraphQLObjectType, type GraphQLSchema, type OperationDefinitionNode,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { limits } from '../../contract/limits.js';
import { graphqlLimits } from './limits.js';

/** The member of a field's extensions that tells what it takes to answer it, apart from records. */
export const effortOfField = 'effort';

export interface Effort {
  /** Calls of the Management API. */
  readonly calls: number;
  /** Calls for single records, which a loader brings together: where the upstream takes batches, many go in one round trip. */
  readonly loads: number;
}

export interface Operation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What an operation may ask for at most. */
export interface Cost extends Effort {
  /** Records that these calls may return or delete. */
  readonly records: number;
}

const free: Cost = { calls: 0, loads: 0, records: 0 };

/**
 * The cost of a valid operation, from what stands in it and its variables alone. Fields are collected and merged by
 * graphql-js as they are when it runs: what is skipped costs nothing, and what is asked for twice is asked for once.
 */
export function costOf({ schema, document, operation, variables }: Operation): Cost {
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], { ...variables });
  const root = schema.getRootType(operation.operation);
  // With wrong variables nothing will run.
  if (coerced === undefined || !root) return free;
  const fragments = Object.fromEntries(document.definitions.flatMap((each): [string, FragmentDefinitionNode][] => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [])));

  const ofFields = (fields: ReadonlyMap<string, readonly FieldNode[]>, parent: GraphQLObjectType, page: number | undefined): Cost => {
    let sum = free;
    for (const nodes of fields.values()) sum = plus(sum, ofField(nodes, parent, page));
    return sum;
  };

  /** `page`: how many records the page holds of which this is a field, if it is one. */
  const ofField = (nodes: readonly FieldNode[], parent: GraphQLObjectType, page: number | undefined): Cost => {
    const [node] = nodes;
    const field = node && parent.getFields()[node.name.value];
    // Introspection and __typename ask for nothing.
    if (node === undefined || field === undefined) return free;
    const ownPage = pageSizeOf(field, node, coerced);
    const own: Cost = { ...effortOf(field), records: (ownPage ?? 0) + listedIdsOf(field, node, coerced) };
    const type = getNamedType(field.type);
    if (!isObjectType(type)) return own;
    const within = ofFields(collectSubfields(schema, fragments, coerced, type, nodes), type, ownPage);
    if (!isListType(getNullableType(field.type))) return plus(own, within);
    const elements = page ?? graphqlLimits.recordsOfUnpagedList;
    // The records of a page are counted where its size is given.
    return plus(plus(own, { ...free, records: page === undefined ? elements : 0 }), times(elements, within));
  };

  return ofFields(collectFields(schema, fragments, coerced, root, operation.selectionSet), root, undefined);
}

type Field = GraphQLField<unknown, unknown>;
type Variables = Readonly<Record<string, unknown>>;

function effortOf({ extensions }: Field): Effort {
  return (extensions[effortOfField] as Effort | undefined) ?? free;
}

function pageSizeOf(field: Field, node: FieldNode, variables: Variables): number | undefined {
  if (!field.args.some(({ name }) => name === 'itemsInPage')) return undefined;
  const size = argument(node, 'itemsInPage', variables);
  return typeof size === 'number' ? Math.max(size, 0) : limits.itemsInPageDefaultOfGateway;
}

function listedIdsOf(field: Field, node: FieldNode, variables: Variables): number {
  if (!field.args.some(({ name }) => name === 'idList')) return 0;
  const ids = argument(node, 'idList', variables);
  return Array.isArray(ids) ? ids.length : 1;
}

function argument(node: FieldNode, name: string, variables: Variables): unknown {
  const given = node.arguments?.find((each) => each.name.value === name);
  return given && valueFromASTUntyped(given.value, variables);
}

function plus(one: Cost, other: Cost): Cost {
  return { calls: one.calls + other.calls, loads: one.loads + other.loads, records: one.records + other.records };
}

function times(factor: number, { calls, loads, records }: Cost): Cost {
  return { calls: factor * calls, loads: factor * loads, records: factor * records };
}
