import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const executablePath = '/usr/bin/chromium';
const hasChromium = existsSync(executablePath);
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Tests in Debian's Chromium. .ci/run installs it; elsewhere whoever has none is told why nothing was looked at. */
export function describeInChromium(name: string, tests: () => void): void {
  if (hasChromium) describe(name, tests);
  else describe.skip(`${name} (skipped: no ${executablePath})`, tests);
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath, args: flags });
}
