// `npm start`: everything this service needs, on this machine, from nothing. Says what it does, then where to look.
// `npm start -- --fresh` forgets earlier data first. Ctrl-C ends everything in order.
import { productEntries } from './environment.ts';
import { runUntilStopped } from './run.ts';

await runUntilStopped(productEntries);
