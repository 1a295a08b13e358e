// What `npm test` runs: the build (worker threads and real processes run from it), then jest with ES modules.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { buildIfStale } from './build-if-stale.mjs';

buildIfStale();
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const { status } = spawnSync(process.execPath, ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(status ?? 1);
