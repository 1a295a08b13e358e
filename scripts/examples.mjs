// Records the examples of the documents anew, from a server that runs, and makes the documents: `npm run examples`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = (command, args, environment) => spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment } }).status;

process.exitCode = run(process.execPath, ['scripts/test.mjs', 'test/examples'], { RECORD_EXAMPLES: 'true' }) || run('npm', ['run', '--silent', 'docs']);
