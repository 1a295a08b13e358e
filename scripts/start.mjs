// What `npm start` runs: builds when the sources are newer than the build, then becomes the server.
import { buildIfStale } from './build-if-stale.mjs';

buildIfStale();
await import('../dist/main.js');
