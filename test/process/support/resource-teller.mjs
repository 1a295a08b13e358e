// Preloaded into a server: tells its parent, when asked, what keeps its event loop going.
process.on('message', (message) => {
  if (message === 'resources') process.send({ resources: process.getActiveResourcesInfo() });
});
// Without it the channel of the messages would keep a process from ending that has nothing left to do.
process.channel?.unref();
