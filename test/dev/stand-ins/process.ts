// A worker that does nothing but live, for tests of `npm start`.
// Says in its log that it was told to end.
setInterval(() => {}, 60_000);
console.log('process started');
process.on('SIGTERM', () => {
  console.log('process ends in order');
  process.exit(0);
});
