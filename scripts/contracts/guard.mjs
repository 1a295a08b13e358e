// Compares the documents in openapi/ with those of the last release, in openapi/released/: part of `npm run check`, which
// fails by naming each break. `--release` makes the present ones those of the release: what whoever publishes a version
// runs, with breaks only in a new major version.
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { breaksOfOpenApi, breaksOfOpenRpc, breaksOfSdl } from './breaking-changes.mjs';

const names = ['openapi.json', 'openrpc.json', 'schema.graphql'];
const present = (name) => new URL(`../../openapi/${name}`, import.meta.url);
const released = (name) => new URL(`../../openapi/released/${name}`, import.meta.url);

if (process.argv.includes('--release')) {
  mkdirSync(released('.'), { recursive: true });
  for (const name of names) copyFileSync(present(name), released(name));
} else {
  const text = (file) => readFileSync(file, 'utf8');
  const [openApi, openRpc, sdl] = names.map((name) => [text(released(name)), text(present(name))]);
  const parsed = (texts) => texts.map((each) => JSON.parse(each));
  const breaks = [...breaksOfOpenApi(...parsed(openApi)), ...breaksOfOpenRpc(...parsed(openRpc)), ...breaksOfSdl(...sdl)];
  for (const each of breaks) console.error(`Breaks what the last release promised: ${each}`);
  process.exitCode = breaks.length > 0 ? 1 : 0;
}
