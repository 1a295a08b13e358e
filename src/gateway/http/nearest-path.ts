import { nearest, slipsBetween } from '../../contract/nearest.js';

const prefix = '/v1';

/**
 * The path that a mistyped one most likely means, by the routes there are: its parameters keep what was given for them. A
 * forgotten prefix and a slash at the end are slips too.
 */
export function nearestPath(path: string, routes: readonly string[]): string | undefined {
  const given = path.replace(/\/+$/, '');
  if (given === '') return undefined;
  const meant = [given, `${prefix}${given}`].flatMap((candidate) => routes.map((route) => filled(route, candidate))).filter((each) => each !== undefined);
  const fewest = Math.min(...meant.map(({ slips }) => slips));
  return meant.find(({ slips }) => slips === fewest)?.path;
}

/** A route with its parameters taken from a path that is like it; undefined for a path that is not. */
function filled(route: string, path: string): { readonly path: string; readonly slips: number } | undefined {
  const given = path.split('/');
  const known = route.split('/');
  if (given.length !== known.length) return undefined;
  let slips = 0;
  const segments: string[] = [];
  for (const [index, segment] of known.entries()) {
    const one = given[index] ?? '';
    const isParameter = segment.startsWith(':');
    if (isParameter ? one === '' : nearest(one, [segment]) === undefined) return undefined;
    slips += isParameter ? 0 : slipsBetween(one, segment);
    segments.push(isParameter ? one : segment);
  }
  return { path: segments.join('/'), slips };
}
