// Letters in their threads: by date, of equal dates the initiator's first, parallel replies both, in any order of arrival.
// And what a letter shows of an earlier one that has not come itself.
import { describe, expect, it } from 'vitest';
import { buildCareCommunication, threadIdOf } from '../../medcom/care-communication.ts';
import { earlierLetterOf } from '../../medcom/earlier-letter.ts';
import { readMessage } from '../../medcom/read.ts';
import type { Placed } from '../../medcom/threads.ts';
import { carriedIn, carriedText, inThreads, writtenAt } from '../../medcom/threads.ts';
import { care, municipality, uuid, ward } from './fixtures.ts';

const at = (name: string, when: number, by: string, more: Partial<Placed> = {}) => ({
  name,
  thread: 'one',
  at: when,
  by,
  opens: false,
  ...more,
});

describe('the order of a thread', () => {
  const letters = [
    at('question', 1, 'ward', { opens: true }),
    at('ward at two', 2, 'ward'),
    at('municipality at two', 2, 'municipality'),
    at('municipality at three', 3, 'municipality'),
  ];

  it('is that of the dates, and of equal dates the initiator’s first, however they came', () => {
    for (const came of [letters, letters.toReversed(), [...letters.slice(2), ...letters.slice(0, 2)]]) {
      const [thread] = inThreads(came);
      expect(thread?.letters.map(({ name }) => name)).toEqual(letters.map(({ name }) => name));
    }
  });

  it('knows the initiator by who opened it, not by who is known to have written first', () => {
    const early = [at('reply', 5, 'municipality'), at('question', 5, 'ward', { opens: true })];
    expect(inThreads(early)[0]?.letters.map(({ name }) => name)).toEqual(['question', 'reply']);
  });

  it('keeps threads apart, the one that began first first', () => {
    const found = inThreads([at('b', 9, 'ward', { thread: 'two' }), at('a', 1, 'ward'), at('c', 3, 'ward')]);
    expect(found.map(({ key, letters: its }) => [key, its.length])).toEqual([
      ['one', 2],
      ['two', 1],
    ]);
  });
});

describe('a reply that comes before its original', () => {
  const original = buildCareCommunication(care);
  const headerId = uuid('early reply');
  const reply = buildCareCommunication({
    kind: 'reply',
    to: earlierLetterOf(original),
    bundleId: uuid('early reply bundle'),
    headerId,
    sender: municipality,
    receiver: ward,
    text: 'Ja.',
    author: care.author,
    writtenAt: '2026-05-09T10:00:00Z',
    sentAt: '2026-05-09T10:00:05Z',
  });

  it('shows who wrote the original, when and what', () => {
    const [carried, ...more] = carriedIn(reply, headerId, new Set());
    expect(more).toEqual([]);
    expect(carried).toMatchObject({ headerId: care.headerId, at: Date.parse(care.writtenAt), opens: true });
    expect(carried?.sender?.gln).toBe(ward.gln);
    expect(carried?.segments.map(carriedText)).toMatchObject([{ text: care.text, author: 'Ida Skabelonsen' }]);
  });

  it('shows nothing more once the original is there', () => {
    expect(carriedIn(reply, headerId, new Set([care.headerId]))).toEqual([]);
  });

  it('is dated by its own words, not by those it carries nor by its sending', () => {
    const read = readMessage(reply);
    if (read.kind !== 'care-communication') return expect.unreachable();
    expect(writtenAt(read.message)).toBe(Date.parse('2026-05-09T10:00:00Z'));
    expect(read.message.threadId).toBe(threadIdOf(care.headerId));
  });
});
