import { queryLimits } from './limits.js';
import { tooMany } from './syntax-error.js';
import type { Token } from './tokens.js';

/** Keeps one list within its bounds, the lists in it included, whether they are written or bound. */
export class ListCount {
  constructor(private readonly list = { values: 0 }, private readonly level = 1) {}

  /** @throws QuerySyntaxError when there are too many. */
  add(values: number, { position }: Token): void {
    this.list.values += values;
    if (this.list.values > queryLimits.valuesInList) throw tooMany('values in a list', position, queryLimits.valuesInList);
  }

  /** The same count for a list within. @throws QuerySyntaxError when that is too deep. */
  deeper({ position }: Token): ListCount {
    if (this.level === queryLimits.nestedLists) throw tooMany('lists within each other', position, queryLimits.nestedLists);
    return new ListCount(this.list, this.level + 1);
  }
}
