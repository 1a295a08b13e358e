import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The built program as a process of its own, and everything it has printed. */
export class ServerProcess {
  stdout = '';
  stderr = '';
  /** Resolves once it has ended and all of its output has been read. */
  readonly ended: Promise<Exit>;

  constructor(readonly child: ChildProcess) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => { this.stdout += text; });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => { this.stderr += text; });
    this.ended = once(child, 'close').then(([code, signal]: unknown[]) => ({ code, signal }) as Exit);
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<Exit> {
    this.child.kill(signal);
    return this.ended;
  }

  /** Resolves to the address that the welcome names. */
  async ready(): Promise<string> {
    for (;;) {
      const url = /Ready at (http:\S+)\n/.exec(this.stdout)?.[1];
      if (url !== undefined) return url;
      if (!this.isRunning) throw new Error(`The server ended before it was ready.\n${this.stdout}${this.stderr}`);
      await Promise.race([once(this.child.stdout!, 'data'), this.ended]);
    }
  }
}

const launched: ServerProcess[] = [];
const folders: string[] = [];

/**
 * Launches `node dist/main.js` of this folder or of another, after a module of this folder if one is to be preloaded. Nothing of this process's
 * environment reaches it but the PATH; its port is a free one.
 */
export function launch(environment: Readonly<Record<string, string>>, preloaded?: 'stand-by.mjs' | 'hold-recorder.mjs' | 'resource-teller.mjs', folder = root): ServerProcess {
  const options = preloaded === undefined ? [] : ['--import', new URL(preloaded, import.meta.url).href];
  const child = spawn(process.execPath, [...options, 'dist/main.js'], {
    cwd: folder, env: { PATH: process.env['PATH'], PORT: '0', RATE_LIMIT_PER_MINUTE: '0', ...environment }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const server = new ServerProcess(child);
  launched.push(server);
  return server;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'backend-process-'));
  folders.push(folder);
  return folder;
}

/** Ends what is still running and removes every folder: what each spec does last, whether or not its tests passed. */
export async function cleanUp(): Promise<void> {
  await Promise.all(launched.splice(0).filter((server) => server.isRunning).map((server) => server.end('SIGKILL')));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
