import type { Query } from '../../monaql/ast.js';
import { readPath } from '../../monaql/path.js';
import type { PageRequest } from '../store.js';

/** The properties by which a page is sorted and filtered where an index on them could help, as dotted paths. */
export function propertiesUsed({ sort, query }: PageRequest, atMost: number): readonly string[] {
  const sorted = sort.property !== undefined && readPath(sort.property) !== undefined ? [sort.property] : [];
  return [...new Set([...sorted, ...(query === undefined ? [] : propertiesOf(query))])].slice(0, atMost);
}

/** What is not equal, or not at all, is nearly everything: no index finds that. */
function propertiesOf(query: Query): readonly string[] {
  switch (query.kind) {
    case 'not': return [];
    case 'and': case 'or': return query.operands.flatMap(propertiesOf);
    default: return query.operator === '!=' || query.operator === 'NIN' ? [] : [query.path.join('.')];
  }
}
