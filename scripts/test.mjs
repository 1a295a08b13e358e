// What `npm test` runs: the build (worker threads and real processes run from it), then jest with ES modules. What
// measures time runs after everything else and alone. With arguments: jest once, with those.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { buildIfStale } from './build-if-stale.mjs';

buildIfStale();
const given = process.argv.slice(2);
const measuring = 'event-loop';
// Half of what tests do is to wait for other processes: on two cores jest's own choice of one worker takes half as long again.
const workers = Math.max(2, availableParallelism() - 1);
const runs = given.length > 0 ? [given] : [[`--maxWorkers=${workers}`, `--testPathIgnorePatterns=/node_modules/|${measuring}`], ['--runInBand', measuring]];
const statuses = runs.map(jest);
process.exit(statuses.every((status) => status === 0) ? 0 : 1);

function jest(options) {
  const program = createRequire(import.meta.url).resolve('jest/bin/jest');
  return spawnSync(process.execPath, ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', program, ...options], { stdio: 'inherit' }).status;
}
