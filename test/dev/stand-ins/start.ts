// `npm start` with stand-ins for worker, API and simulator, so that its life can be tested without the product.
// Run as a process of its own by test/dev/start.test.ts.
import { runUntilStopped } from '../../../dev/run.ts';

await runUntilStopped([
  { name: 'worker', entry: 'test/dev/stand-ins/process.ts' },
  { name: 'api', entry: 'test/dev/stand-ins/api.ts' },
]);
