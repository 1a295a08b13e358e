// Preloaded into a server: records how long its event loop was held, and tells its parent when asked.
import { setInterval } from 'node:timers';

let lastTurn = performance.now();
let longest = 0;

function record() {
  const now = performance.now();
  longest = Math.max(longest, now - lastTurn);
  lastTurn = now;
}

setInterval(record, 1).unref();

process.on('message', (message) => {
  // For the proof that holds are seen: one on request.
  const until = performance.now() + (message.hold ?? 0);
  while (performance.now() < until);
  // A hold that has only just ended has not been recorded yet.
  record();
  process.send({ longest });
  longest = 0;
});
