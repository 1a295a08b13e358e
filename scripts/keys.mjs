// What `npm run keys` runs: builds when the sources are newer than the build, then administers the keys.
import { buildIfStale } from './build-if-stale.mjs';

buildIfStale();
await import('../dist/keys.js');
