import { setImmediate as nextTurn } from 'node:timers/promises';

/** Records of a list that are turned into fields in one turn of the event loop. */
const recordsPerTurn = 100;

/**
 * A list as GraphQL completes it: of a long one the records arrive a few hundred a turn of the event loop, so that
 * other requests get theirs meanwhile.
 */
export function inTurns<Record>(records: readonly Record[]): (Record | Promise<Record>)[] {
  let turn: Promise<unknown> = Promise.resolve();
  return records.map((record, index) => {
    if (index < recordsPerTurn) return record;
    if (index % recordsPerTurn === 0) turn = turn.then(() => nextTurn());
    return turn.then(() => record);
  });
}
