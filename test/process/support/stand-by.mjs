// Preloaded into a server: does the slow part of a start, importing, ahead of time, and waits to be told to go on.
await import('../../../dist/server.js');
await new Promise((resolve) => process.once('message', resolve));
