import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'dist', '.built');
/** What `npm run build` runs. */
const steps = [[createRequire(import.meta.url).resolve('@nestjs/cli/bin/nest.js'), 'build'], [join(root, 'scripts', 'bundle.mjs')]];

/**
 * Builds unless a build is there that is newer than every source. Files are written over, and removed only when
 * their successors are there: several processes may start from one clone.
 */
export function buildIfStale() {
  const builtAt = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
  if (builtAt > newestSource()) return;
  for (const step of steps) {
    const { status, stdout, stderr } = spawnSync(process.execPath, step, { cwd: root, encoding: 'utf8' });
    if (status !== 0) {
      process.stderr.write(`The build failed.\n${stdout}${stderr}`);
      process.exit(1);
    }
  }
  writeFileSync(stamp, '');
}

function newestSource() {
  const entries = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true });
  const sources = entries.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).filter((file) => !file.endsWith('.spec.ts'));
  return Math.max(...[...sources, 'package.json', '.swcrc', 'nest-cli.json', 'scripts/bundle.mjs'].map((file) => statSync(join(file.startsWith(root) ? '' : root, file)).mtimeMs));
}
