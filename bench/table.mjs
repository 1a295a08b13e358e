// Rounds, their medians, and the table of a run.

/** Measures two things in turns, `rounds` times; which one goes first alternates. Resolves to [one, other] of each round. */
export async function inTurns(rounds, one, other) {
  const results = [];
  for (let round = 0; round < rounds; round++) {
    const isSwapped = round % 2 === 1;
    const first = await (isSwapped ? other : one)();
    const second = await (isSwapped ? one : other)();
    results.push(isSwapped ? [second, first] : [first, second]);
  }
  return results;
}

export function ratios(pairs) {
  return pairs.map(([one, other]) => one / other);
}

export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** A row of the table: the median and the extremes of what the rounds gave. */
export function row(what, values, aim = '', unit = '') {
  const shown = (value) => `${value.toFixed(2)}${unit}`;
  return [what, shown(median(values)), `${shown(Math.min(...values))} – ${shown(Math.max(...values))}`, aim];
}

export function markdown(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
