// `npm run demo`: one realistic discharge through the public API, with the simulated partners giving the receipts.
// `npm run demo:silence`: nobody answers and receipts never come; what the service then does by itself.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readConfig } from '../config/config.ts';
import { instant } from '../domain/ids.ts';
import { Demo } from './demo-stage.ts';
import { tokenFor } from './issuer.ts';
import { ordinaryDay } from './ordinary-day.ts';

const DAY = 86_400_000;

const config = readConfig();
const issuer = { folder: resolve(config.dataDir, 'issuer'), ...config.auth };
const demo = new Demo({
  api: `http://127.0.0.1:${config.port}`,
  simulator: `http://127.0.0.1:${config.simulatorPort}`,
  tokenOf: (user) => tokenFor(user, issuer),
});

/** The ordinary start of examples/discharge.json, as a new stay that begins now. */
async function ordinaryStart(leaving: string): Promise<Record<string, unknown>> {
  const example = JSON.parse(readFileSync(resolve(import.meta.dirname, '../examples/discharge.json'), 'utf8'));
  const now = await demo.now();
  return {
    ...example,
    stay: { ...example.stay, episodeId: randomUUID(), admittedAt: instant(now - 3_600_000) },
    plan: { ...example.plan, date: { kind: 'at', at: leaving }, bed: { ...example.plan.bed, from: leaving } },
  };
}

async function happy(): Promise<void> {
  demo.say('Afdelingen opretter udskrivningen');
  const leaving = instant(ordinaryDay((await demo.now()) + 3 * DAY));
  await demo.begin(await ordinaryStart(leaving));
  await demo.until(
    'receipts',
    ({ messages }) => messages.length >= 2 && messages.every(({ state }) => state === 'arrived'),
  );
  demo.say('Kommunen: ydelser på pause, indlæggelsesrapport, svar på ydelserne');
  await demo.answer('coordinator', 'pause-services', 'done');
  await demo.answer('coordinator', 'admission-report', 'done');
  await demo.answer('coordinator', 'answer-services', 'accept');
  demo.say('Akutpladsen siger ja ved en navngiven person');
  await demo.answer('acute-nurse', 'take-patient', 'accept');
  await demo.until('a held bed', ({ timeline }) => timeline.some(({ fact }) => fact === 'bed-held'));
  demo.say('Afdelingens system har sendt henvisningen');
  await demo.answer('ward', 'send-referral', 'sent', { reference: 'XREF22-0001' });
  demo.say('Lægen markerer opfølgning i epikrisen; afdelingen aftaler opfølgning');
  await demo.act('doctor', 'mark-follow-up', { recommended: true, what: 'gp-visit', urgency: 'yellow' });
  const now = await demo.now();
  const item = {
    what: 'gp-visit',
    from: instant(now + 9 * DAY),
    until: instant(now + 10 * DAY),
    booker: 'gp-041230',
    bookBy: instant(now + 5 * DAY),
  };
  await demo.answer('ward', 'agree-follow-up', 'agreed', { items: [item] });
  await demo.answer('gp', 'book-follow-up', 'booked', { at: instant(now + 9 * DAY) });
  demo.say('Uret flyttes til dagen før: kommunen bekræfter, at ydelser genoptages');
  await demo.onUntil('confirm-resume', ({ tasks }) => tasks.some(({ kind }) => kind === 'confirm-resume'));
  await demo.answer('coordinator', 'confirm-resume', 'confirm');
  demo.say('Dagen kommer: medicinkort ajourført, klar, udskrevet, epikrise sendt');
  await demo.advance({ to: leaving });
  await demo.report({ type: 'medication-card-updated', happenedAt: instant(await demo.now()) });
  await demo.act('ward', 'ready');
  await demo.act('ward', 'leave', { happenedAt: instant(await demo.now()), how: 'acute-bed' });
  await demo.answer('acute-nurse', 'has-arrived', 'arrived');
  await demo.report({ type: 'letter-sent', happenedAt: instant(await demo.now()) });
  await demo.answer('gp', 'gp-follow-up', 'accept');
  demo.say('Opholdet på akutpladsen slutter; afslutningsnotatet sendes til afdelingen');
  await demo.answer('acute-nurse', 'reassess-stay', 'stop', { to: 'home' });
  await demo.answer('acute-nurse', 'closing-note', 'sent', { note: 'Ernæring og medicin er på plads.' });
  demo.say('Uret flyttes, til der spørges, om opfølgningen er gennemført');
  await demo.onUntil('follow-up-done', ({ tasks }) => tasks.some(({ kind }) => kind === 'follow-up-done'));
  await demo.answer('gp', 'follow-up-done', 'done');
  await demo.until('closed', ({ stage }) => stage === 'closed');
}

async function silence(): Promise<void> {
  demo.say('Partnernes net taber alt; ingen svarer');
  await demo.fault({ kind: 'lost' });
  try {
    await demo.begin(await ordinaryStart(instant(ordinaryDay((await demo.now()) + 3 * DAY))));
    demo.say('Uret flyttes fra frist til frist');
    await demo.onUntil('a call to the municipality', ({ tasks }) => tasks.some(({ kind }) => kind === 'ring-party'));
    demo.say('Tre gange sendt, ingen kvittering: nu ringer et menneske');
    await demo.answer('ward', 'ring-party', 'called', { result: 'reached', spokeWith: 'Visitationen' });
    await demo.onUntil('no bed found', ({ tasks }) => tasks.some(({ kind }) => kind === 'no-bed-found'));
    demo.say('Ingen akutplads svarede: tavshed er aldrig et ja');
    await demo.answer('ward', 'no-bed-found', 'other-way');
    await demo.onUntil('a call about the services', ({ tasks }) =>
      tasks.some(({ kind }) => kind === 'ring-municipality'),
    );
    demo.say('Kommunen har ikke svaret på ydelserne, trods rykkere og teamleder: afdelingen ringer');
    await demo.clearFaults();
    demo.say('Udskrivningen trækkes tilbage; parterne får besked');
    await demo.act('ward', 'withdraw', { reason: 'stays-in-hospital' });
    await demo.until('closed', ({ stage }) => stage === 'closed');
  } finally {
    await demo.clearFaults();
  }
}

try {
  await (process.argv.includes('--silence') ? silence() : happy());
  const { stage } = await demo.show();
  console.log(`\nForløb ${demo.id}: ${stage}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(
    `\nKører "npm start"? Demoen bruger ${config.port} (PORT) og ${config.simulatorPort} (SIMULATOR_PORT).`,
  );
  process.exitCode = 1;
}
