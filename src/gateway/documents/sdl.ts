import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';

/** The schema in GraphQL's own language, sorted: what is added to it is all that differs. */
export function sdlOf(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
