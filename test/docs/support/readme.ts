import { readFileSync } from 'node:fs';

/** The commands that the README of an example says to run. */
export function commandsOf(example: string): string {
  const readme = readFileSync(new URL(`../../../examples/${example}/README.md`, import.meta.url), 'utf8');
  return [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map((block) => block[1]).join('');
}
