import { copyFileSync, linkSync, mkdirSync, readdirSync, readFileSync, existsSync, symlinkSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

interface Locked {
  readonly packages: Readonly<Record<string, { readonly dev?: true } | undefined>>;
}

/** Makes node_modules of `to` as `npm prune --omit=dev` leaves it: the packages of `from` whose lock file does not call them `dev`. */
export function copyProductionModules(from: string, to: string): void {
  const { packages } = JSON.parse(readFileSync(join(from, 'package-lock.json'), 'utf8')) as Locked;
  for (const [place, locked] of Object.entries(packages)) {
    // Packages for other systems are locked, but not installed.
    if (place !== '' && locked?.dev !== true && existsSync(join(from, place))) copyTree(join(from, place), join(to, place));
  }
}

/** Links files rather than copying them, where it can; nested packages have places of their own. */
function copyTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.name === 'node_modules') continue;
    if (entry.isDirectory()) copyTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else link(source, target);
  }
}

function link(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    // Another file system, or a file of somebody else.
    copyFileSync(source, target);
  }
}
