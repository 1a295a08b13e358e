const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const duration = /^(\d{1,9})([smhd])$/;

export const durationPattern = duration.source;
/** A hundred years: what is meant to last longer has no end. */
const longestMs = 36_525 * units.d;
export const durationSentence = 'Must be a whole number and a unit, s, m, h or d, such as 90d; at most 36525d.';

/** Milliseconds that a text such as `90d` stands for; undefined when it is none, or too long, or nothing. */
export function readDuration(text: string): number | undefined {
  const [, count, unit] = duration.exec(text) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  const ms = Number(count) * units[unit as keyof typeof units];
  return ms > 0 && ms <= longestMs ? ms : undefined;
}
