// What `npm run indexes` runs: builds when the sources are newer than the build, then shows or drops indexes.
import { buildIfStale } from './build-if-stale.mjs';

buildIfStale();
await import('../dist/indexes.js');
