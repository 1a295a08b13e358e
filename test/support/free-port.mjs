import { once } from 'node:events';
import { createServer } from 'node:net';

// Below those that systems give to whoever asks for any (32768 and up on Linux, 49152 elsewhere): until it is listened at,
// a port of those may be given to another test, and then a server is met that nobody meant.
const first = 10_000;
const count = 20_000;

let next = 0;

/** Neighbouring processes begin to look at places of their own (times a prime, so that they do not run into each other). */
export async function freePort() {
  for (let tries = 0; tries < count; tries++) {
    const port = first + ((process.pid * 7 + next++) % count);
    if (await isFree(port)) return port;
  }
  throw new Error(`No port from ${first} to ${first + count - 1} is free.`);
}

async function isFree(port) {
  const probe = createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch (error) {
    if (error.code === 'EADDRINUSE' || error.code === 'EACCES') return false;
    throw error;
  }
  await new Promise((resolve) => { probe.close(resolve); });
  return true;
}
