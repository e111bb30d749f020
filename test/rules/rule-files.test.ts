// A wrong rule file is refused with its place; that it never replaces a good one: reload.test.ts.
// Each case spoils a copy of the project's own files in one place.
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRuleFiles, RuleFilesError } from '../../rules/load.ts';
import { copiedRules } from './copied-rules.ts';

const { dir, replace, problems } = copiedRules();

describe('the rule files of the project', () => {
  it('are right', async () => {
    expect(await problems()).toEqual([]);
  });

  it('state for every value where it comes from and how sure it is', async () => {
    const { current } = await openRuleFiles(dir());
    for (const set of current().ruleSets) {
      for (const { source, confidence } of Object.values(set.clocks)) {
        expect(confidence === 'ours').toBe(source.startsWith('Egen værdi'));
      }
    }
  });
});

describe('a wrong rule file', () => {
  it.each([
    ['unreadable JSON', 'rm-2026.json', /\{/, '', /^rm-2026\.json : Er ikke gyldig JSON/],
    ['an unknown clock', 'rm-2026.json', '"receipt"', '"receiptt"', /^rm-2026\.json clocks/],
    [
      'a day as elapsed time',
      'rm-2026.json',
      '"PT30M"',
      '"P1D"',
      /^rm-2026\.json clocks\.receipt\.due\.duration: Skal være timer/,
    ],
    [
      'an impossible time of day',
      'rm-2026.json',
      '"time": "14:30"',
      '"time": "25:30"',
      /clocks\.correspondence-same-day\.due\.time/,
    ],
    [
      'an unknown day',
      'rm-2026.json',
      '"validFrom": "2026-01-01"',
      '"validFrom": "2026-02-30"',
      /^rm-2026\.json validFrom/,
    ],
    [
      'a period that ends before it begins',
      'rm-2026.json',
      '"validTo": null',
      '"validTo": "2025-01-01"',
      /^rm-2026\.json validTo: Ligger før/,
    ],
    ['an unknown field', 'rm-2026.json', '"author"', '"auther"', /^rm-2026\.json/],
    [
      'silence that is a yes to a bed',
      'rm-2026.json',
      '"ask-next"',
      '{ "answer": "accept" }',
      /clocks\.capability-answer\.silence.*: Tavshed må aldrig være et ja: .*et ja til en plads/,
    ],
    [
      'silence that is a yes in a cluster',
      'rm-2026.json',
      /("midt": \{[\s\S]*?"answer-services": \{[\s\S]*?"silence": )"call"/,
      '$1{ "answer": "ja" }',
      /clusters\.midt\.clocks\.answer-services\.silence.*et ja til en ydelse/,
    ],
    [
      'silence that the step cannot follow',
      'rm-2026.json',
      /("ward-decision": \{[\s\S]*?"silence": )"block"/,
      '$1"hand-to-ward"',
      /clocks\.ward-decision\.silence.*Trinnet kan ikke det ved tavshed; det kan block, escalate/,
    ],
    [
      'a fact about money where a yes would be to a weekend agreement',
      'rm-2026.json',
      /("weekend-agreement": \{[\s\S]*?"silence": )"block"/,
      '$1{ "answer": "money-fact" }',
      /clocks\.weekend-agreement\.silence.*Trinnet kan ikke det ved tavshed; det kan block, escalate/,
    ],
    [
      'an answer where nobody is asked',
      'rm-2026.json',
      /("finished-notice": \{[\s\S]*?"silence": )"go-on"/,
      '$1{ "answer": "money-fact" }',
      /clocks\.finished-notice\.silence.*Trinnet kan ikke det ved tavshed; det kan go-on$/,
    ],
    [
      'silence that goes up no ladder',
      'rm-2026.json',
      /("book-follow-up": \{[\s\S]*?)"ladder": \[[\s\S]*?\],\s*"silence": "hand-to-ward"/,
      '$1"silence": "escalate"',
      /clocks\.book-follow-up\.ladder.*Mangler: hvem opgaven går videre til/,
    ],
    ['a word for silence nobody knows', 'rm-2026.json', '"silence": "block"', '"silence": "blok"', /silence/],
    [
      'a page answer on the same day',
      'rm-2026.json',
      '"callFirst": true',
      '"callFirst": false',
      /^rm-2026\.json clocks\.capability-answer\.cases: Samme dag skal der ringes først/,
    ],
    [
      'several at once where nobody is asked',
      'rm-2026.json',
      '"resends": 2,',
      '"resends": 2, "atOnce": 2,',
      /^rm-2026\.json clocks\.receipt: callFirst, callWithin og atOnce hører kun/,
    ],
    [
      'a responsibility that nobody has',
      'rm-2026.json',
      /"hands": \{[^}]*\},/,
      '',
      /clocks\.medical-responsibility\.hands: Hører til uret/,
    ],
    ['resending without a number', 'rm-2026.json', '"resends": 2,', '', /clocks\.receipt\.resends: Hører sammen/],
    [
      'hours nobody has',
      'rm-2026.json',
      '"readingHours": "practice"',
      '"readingHours": "dentist"',
      /readingHours: Skal være en af ward, clinic/,
    ],
    [
      'an anchor where there is none',
      'rm-2026.json',
      '"duration": "PT30M"',
      '"duration": "PT30M", "countsFrom": "anchor"',
      /clocks\.receipt\.due\.countsFrom: Dette ur har intet anker/,
    ],
    [
      'a municipality in two clusters',
      'rm-2026.json',
      '"0741", "0751"',
      '"0741", "0751", "0791"',
      /clusters: Kommune 0791 står i flere/,
    ],
    [
      'a holiday under the wrong year',
      'holidays.json',
      '"2024-03-28"',
      '"2025-03-28"',
      /^holidays\.json years\.2024\.holidays\.2025-03-28: Datoen/,
    ],
    [
      'a wrong GLN',
      'organisations.json',
      '5790009900016',
      '5790009900017',
      /^organisations\.json units\.0\.gln: Skal være 13 cifre/,
    ],
    [
      'a practice number nobody has',
      'organisations.json',
      '"ydernummer": "041230"',
      '"ydernummer": "41230"',
      /units\.1\.ydernummer: Skal være 6 cifre/,
    ],
    [
      'a practice number of two',
      'organisations.json',
      '"ydernummer": "051240"',
      '"ydernummer": "041230"',
      /units\.3\.ydernummer: Ydernummer 041230 bruges flere gange/,
    ],
    [
      'a message type nobody knows',
      'organisations.json',
      '"type": "care-communication"',
      '"type": "love-letter"',
      /^organisations\.json units\.0\.receives\.0\.type/,
    ],
    [
      'a message received twice at a time',
      'organisations.json',
      /"type": "acknowledgement", "format": "fhir", "version": "2.0"/,
      '"type": "care-communication", "format": "fhir", "version": "5.0"',
      /units\.0\.receives\.1: Perioden overlapper/,
    ],
    [
      'a message received until before it began',
      'organisations.json',
      '"validTo": "2026-12-31"',
      '"validTo": "2014-12-31"',
      /units\.1\.receives\.2\.validTo: Ligger før/,
    ],
    [
      'answers to nobody',
      'organisations.json',
      '"receives"',
      '"answersTo": "ward-m9", "receives"',
      /units\.0\.answersTo: Ukendt enhed ward-m9/,
    ],
    [
      'answers to a unit that sends them on',
      'organisations.json',
      '"receives"',
      '"answersTo": "ward-m1", "receives"',
      /units\.0\.answersTo: ward-m1 tager ikke selv imod svar/,
    ],
    [
      'a unit of nobody',
      'organisations.json',
      '"org": "hosp-midt"',
      '"org": "hosp-nowhere"',
      /units\.0\.org: Ukendt organisation/,
    ],
    [
      'two units at one address',
      'municipalities/0791-viborg.json',
      '5790009900023',
      '5790009900016',
      /^municipalities\/0791-viborg\.json units\.0\.gln: GLN 5790009900016 bruges flere gange/,
    ],
    [
      'hours that overlap',
      'municipalities/0791-viborg.json',
      '["thursday"]',
      '["wednesday", "thursday"]',
      /^municipalities\/0791-viborg\.json units\.0\.openingHours\.1: Overlapper/,
    ],
    [
      'a ladder to nobody',
      'organisations.json',
      /("teamLeader": \{\s*"unit": )"ward-m1"/,
      '$1"ward-m9"',
      /units\.0\.teamLeader\.unit: Ukendt enhed ward-m9/,
    ],
    [
      'a municipality twice',
      'municipalities/0779-skive.json',
      '"id": "mun-0779"',
      '"id": "mun-0791"',
      /^municipalities\/0791-viborg\.json organisation\.id: mun-0791 står flere gange/,
    ],
    [
      'a ladder to nobody in a municipality',
      'municipalities/0779-skive.json',
      '"unit": "mun-0779-homecare", "role"',
      '"unit": "mun-0779-nobody", "role"',
      /^municipalities\/0779-skive\.json units\.0\.onCall\.unit: Ukendt enhed mun-0779-nobody/,
    ],
    [
      'a payer nobody knows',
      'municipalities/0791-viborg.json',
      /("fact": "payer",\s*"is": )"mun-0791"/,
      '$1"mun-0000"',
      /placeFacts\.\d+\.is: Ukendt organisation mun-0000/,
    ],
    [
      'a fact of a unit that takes no patients',
      'municipalities/0791-viborg.json',
      /"fact": "payer"/,
      '"unit": "mun-0791-visitation", "fact": "payer"',
      /placeFacts\.\d+\.unit: mun-0791-visitation tager ikke imod patienter/,
    ],
    [
      'a fact of a unit elsewhere',
      'municipalities/0791-viborg.json',
      /("kind": "acute", )"fact"/,
      '$1"unit": "mun-0615-acute", "fact"',
      /placeFacts\.\d+\.unit: Enheden ligger ikke i kommune 0791/,
    ],
    [
      'two authorities on one day',
      'municipalities/0791-viborg.json',
      /("fact": "authority",\s*"is": "mun-0791",\s*"validFrom": "2024-01-01",\s*"validTo": )"2026-12-31"/,
      '$1"2027-01-01"',
      /placeFacts\.\d+: Perioden overlapper/,
    ],
    [
      'two names for a kind of place',
      'organisations.json',
      /("name": "akutplads"[\s\S]*?"validTo": )"2026-12-31"([\s\S]*?"authority": )"region"/,
      '$1null$2"municipality"',
      /placeTerms\.1: Perioden overlapper/,
    ],
    ['nothing said of what has begun', 'rm-2026.json', /"inFlight": \{[^}]*\},/, '', /^rm-2026\.json inFlight/],
    [
      'a word nobody knows for what has begun',
      'rm-2026.json',
      '"requests": "keep"',
      '"requests": "perhaps"',
      /^rm-2026\.json inFlight\.requests/,
    ],
    [
      'a condition nobody knows',
      'sheets/0791-viborg.json',
      '"doctor-line-first"',
      '"some-day"',
      /^sheets\/0791-viborg\.json sheets\.0\.capabilities\.CAP-/,
    ],
    [
      'an unknown capability',
      'sheets/0791-viborg.json',
      '"CAP-01"',
      '"CAP-99"',
      /^sheets\/0791-viborg\.json sheets\.0\.capabilities/,
    ],
    [
      'a sheet of an unknown unit',
      'sheets/0791-viborg.json',
      '"mun-0791-relief"',
      '"mun-0791-castle"',
      /sheets\.1\.unit: Ukendt enhed/,
    ],
    [
      'two sheets of a unit and a kind of place at once',
      'sheets/0791-viborg.json',
      '"mun-0791-relief",\n      "municipality": "0791",\n      "kind": "relief"',
      '"mun-0791-acute",\n      "municipality": "0791",\n      "kind": "acute"',
      /sheets\.1: Perioden overlapper/,
    ],
  ])('with %s is refused with its place', async (_, file, from, to, expected) => {
    await replace(file, from, to);
    expect(await problems()).toContainEqual(expect.stringMatching(expected));
  });

  it('tells every problem of every file at once', async () => {
    await replace('rm-2026.json', '"PT30M"', '"30 minutter"');
    await replace('sheets/0791-viborg.json', '"places": 3', '"places": -3');
    expect((await problems()).map((line) => line.split(' ')[0])).toEqual(['sheets/0791-viborg.json', 'rm-2026.json']);
  });

  it('that is missing is told by name', async () => {
    await rm(join(dir(), 'holidays.json'));
    expect(await problems()).toEqual(['holidays.json : Kan ikke læses']);
  });

  it.each(['municipalities', 'sheets'])('of which the folder %s is missing is told by name', async (folder) => {
    await rm(join(dir(), folder), { recursive: true });
    expect(await problems()).toContainEqual(`${folder} : Kan ikke læses`);
  });

  it('of a folder that is not there ends the start with everything that is missing', async () => {
    await expect(openRuleFiles(join(dir(), 'nowhere'))).rejects.toThrow(RuleFilesError);
  });

  it('that cannot be told from another is refused', async () => {
    await cp(join(dir(), 'rm-2026.json'), join(dir(), 'rm-copy.json'));
    expect(await problems()).toEqual(['rm-copy.json version: Kan ikke skelnes fra rm-2026.json']);
  });
});
