/** Longer names are no slips of known ones, and comparing them would take time. */
const longestSlip = 64;

/** How many slips a name of a length may hold and still be taken for another: about two in five characters. */
const twoInFive = (length: number): number => Math.floor(length * 0.4) + 1;

/** The known name that a mistyped one most likely means; undefined where none is near. Small letters are as good as capitals. */
export function nearest(name: string, known: readonly string[], mayDiffer = twoInFive): string | undefined {
  let best: string | undefined;
  let fewest = mayDiffer(name.length) + 1;
  for (const each of known) {
    // Names of very different lengths need not be compared.
    const slips = Math.abs(each.length - name.length) < fewest ? slipsBetween(name, each) : fewest;
    if (slips < fewest) [best, fewest] = [each, slips];
  }
  return best;
}

/** How many characters must be added, removed, replaced or swapped with their neighbour to make one name of another. */
export function slipsBetween(one: string, other: string): number {
  if (one.length > longestSlip || other.length > longestSlip) return Infinity;
  const a = one.toLowerCase();
  const b = other.toLowerCase();
  // After round i, row[j] holds the slips between the first i characters of a and the first j of b; two rows before are kept.
  let [last, row, next] = [new Uint8Array(b.length + 1), Uint8Array.from({ length: b.length + 1 }, (_, j) => j), new Uint8Array(b.length + 1)];
  for (let i = 1; i <= a.length; i += 1) {
    next[0] = i;
    for (let j = 1; j <= b.length; j += 1) {
      let slips = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      slips = Math.min(slips, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) slips = Math.min(slips, (last[j - 2] ?? 0) + 1);
      next[j] = slips;
    }
    [last, row, next] = [row, next, last];
  }
  return row[b.length] ?? 0;
}
