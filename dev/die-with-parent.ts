// Preloaded into worker, api and simulator by `npm start`: ends them when the process that started them is gone.
// The channel to the parent closes however it dies, SIGKILL included, so no orphan keeps a port or polls a task queue.

const gracePeriodMs = 10_000;

process.on('disconnect', () => {
  setTimeout(() => process.exit(1), gracePeriodMs).unref();
  process.kill(process.pid, 'SIGTERM');
});
// The channel alone must not keep a process alive that has finished its work.
process.channel?.unref();
