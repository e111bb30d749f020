// `npm run bench`: what the service costs and how fast it is, on real servers, beside a bare workflow in the same run.
// `-- --costs` counts the scenarios and weighs the bundle only; `-- --alarms` how late alarms are, which the whole run leaves
// out (`--clocks`: how many are open); `-- --json` prints the numbers for programs.
import { parseArgs } from 'node:util';
import { shortWorkflowStacks } from '../worker/short-stacks.ts';
import { afterLeavingCosts, afterLeavingRows } from './after-leaving.ts';
import { alarmCosts, alarmRows } from './alarms.ts';
import { bareBundle } from './bare/drive.ts';
import { scriptOf } from './bare/script.ts';
import { contentsOf } from './bundle.ts';
import { scenarioCosts } from './costs.ts';
import { deadlineCosts, deadlineRows } from './deadlines.ts';
import { finishedDayCosts, finishedDayRows } from './finished-days.ts';
import { gateCosts, gateRows } from './gate.ts';
import { matchCosts, matchRows } from './match.ts';
import { messageCosts, messageRows } from './messages.ts';
import type { Parts } from './parts.ts';
import { startParts } from './parts.ts';
import { placeCosts, placeRows } from './places.ts';
import { processes } from './processes.ts';
import { quietTemporal } from './quiet.ts';
import { replays } from './replay.ts';
import { bundleRows, costRows, processRows, replayRows, throughputRows } from './rows.ts';
import { productBundle } from './stage.ts';
import type { Row } from './table.ts';
import { printTable } from './table.ts';
import { throughput } from './throughput.ts';

const { values: asked } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    costs: { type: 'boolean', default: false },
    alarms: { type: 'boolean', default: false },
    clocks: { type: 'string', default: '10000' },
  },
});
/** Progress goes to the error stream, so that the output holds nothing but the numbers. */
const say = (line: string): void => console.error(`  ${line}`);
const LOAD = { rounds: 3, alone: 4, together: 24, atOnce: 12 };

async function run(parts: Parts): Promise<{ readonly rows: readonly Row[]; readonly numbers: object }> {
  const bundle = await productBundle();
  if (asked.alarms) {
    const alarms = await alarmCosts(parts, bundle, Number(asked.clocks));
    return { rows: alarmRows(alarms), numbers: alarms };
  }
  const contents = contentsOf(bundle);
  say('cost of each scenario');
  const costs = await scenarioCosts(parts, bundle);
  const counted = costs.map(({ history: _, workflowId: __, ...cost }) => cost);
  const rows = [...costRows(costs), ...bundleRows(contents)];
  if (asked.costs) return { rows, numbers: { costs: counted, bundle: contents } };

  say('discharges and bare workflows in turns');
  const [happy] = costs;
  const bare = await bareBundle();
  const script = scriptOf(happy?.history.events ?? []);
  const { bareHistory, ...load } = await throughput(parts, { product: bundle, bare }, script, LOAD);
  say('replay');
  const recording = { name: 'bare workflow', ...bareHistory };
  const replayed = await replays({ bundle, recordings: costs }, { bundle: bare, recording });
  say('MedCom messages');
  const messages = messageCosts();
  say('matches');
  const matches = await matchCosts();
  say('deadlines');
  const deadlines = await deadlineCosts();
  say('gate');
  const gate = gateCosts();
  say('papers and shared days');
  const afterLeaving = await afterLeavingCosts();
  say('places');
  const places = await placeCosts(await parts.database());
  say('finished-treatment days');
  const finished = await finishedDayCosts(await parts.database());
  say('worker and API as processes, full tables');
  const measured = await processes(parts);
  return {
    rows: [
      ...rows,
      ...throughputRows(load),
      ...replayRows(replayed),
      ...messageRows(messages),
      ...matchRows(matches),
      ...deadlineRows(deadlines),
      ...gateRows(gate),
      ...afterLeavingRows(afterLeaving),
      ...placeRows(places),
      ...finishedDayRows(finished),
      ...processRows(measured),
    ],
    numbers: {
      costs: counted,
      bundle: contents,
      load,
      replay: replayed,
      messages,
      matches,
      deadlines,
      gate,
      places,
      finished,
      afterLeaving,
      ...measured,
    },
  };
}

quietTemporal();
shortWorkflowStacks();
const parts = await startParts(say);
const interrupted = (): void => void parts.stop().finally(() => process.exit(130));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupted);
try {
  const { rows, numbers } = await run(parts);
  console.log(asked.json ? JSON.stringify(numbers, null, 2) : printTable(rows));
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await parts.stop();
}
