// Preloaded into a server: does the slow part of a start, importing, ahead of time, and waits to be told to go on.
// By an address: the checks that follow imports also run where nothing was ever built.
await import(new URL('../../../dist/server.js', import.meta.url).href);
await new Promise((resolve) => process.once('message', resolve));
