// What cannot become a valid message is refused by the name of the field, without telling its value.
// A builder that refuses names the field, since its caller knows the value and nobody else should.
import { describe, expect, it } from 'vitest';
import { buildCareCommunication } from '../../medcom/care-communication.ts';
import { buildHospitalNotification } from '../../medcom/hospital-notification.ts';
import { narrative } from '../../medcom/narrative.ts';
import { MessageInputError } from '../../medcom/parts.ts';
import { admission, care, endOfStay, historyOf, municipality, uuid } from './fixtures.ts';

describe('input that cannot become a message', () => {
  it.each<[string, Partial<typeof care>]>([
    ['patient.cpr', { patient: { ...care.patient, cpr: '9909479989' } }],
    ['patient.family', { patient: { ...care.patient, family: ' ' } }],
    ['sender.gln', { sender: { ...care.sender, gln: '5790009900011' } }],
    ['receiver', { receiver: care.sender }],
    ['bundleId', { bundleId: care.headerId }],
    ['text', { text: ' \n ' }],
    ['author.phone', { author: { ...care.author, phone: 'ingen' } }],
    ['threadId', { threadId: 'tråd' }],
    ['sentAt', { sentAt: '2026-05-09' }],
    ['writtenAt', { writtenAt: 'i går' }],
  ])('CareCommunication: %s', (field, change) => {
    expect(() => buildCareCommunication({ ...care, ...change })).toThrow(new MessageInputError(field));
  });

  it('CareCommunication: category other without topic', () => {
    const { topic: _, ...bare } = care;
    expect(() => buildCareCommunication({ ...bare, category: 'other' })).toThrow(new MessageInputError('topic'));
  });

  it('HospitalNotification: a report wanted again, an end before the start, a history of somebody else', () => {
    const previous = historyOf(buildHospitalNotification({ ...admission, headerId: uuid('earlier') }));
    const fails = (input: Parameters<typeof buildHospitalNotification>[0]) => () => buildHospitalNotification(input);
    expect(fails({ ...admission, previous })).toThrow(new MessageInputError('reportOfAdmissionTo'));
    expect(fails({ ...endOfStay, stayEvent: 'SLHJ', previous, end: '2026-05-01T00:00:00Z' })).toThrow(
      new MessageInputError('end'),
    );
    const elsewhere = { ...endOfStay.sender, sor: '1099001000099001' };
    expect(fails({ ...endOfStay, stayEvent: 'SLHJ', previous, sender: elsewhere })).toThrow(
      new MessageInputError('previous.provenances.agent'),
    );
    expect(fails({ ...admission, episode: { value: 'forløb' } })).toThrow(new MessageInputError('episode.value'));
    expect(fails({ ...admission, receiver: { ...municipality, sor: '12' } })).toThrow(
      new MessageInputError('receiver.sor'),
    );
  });
});

it('a narrative shows what was written, not what it would do', () => {
  const { div } = narrative([['Tekst', '<script>a & "b"</script>\nny linje\u0000']]);
  expect(div).toBe(
    '<div xmlns="http://www.w3.org/1999/xhtml"><table><tr><td>Tekst</td><td>&lt;script&gt;a &amp; &quot;b&quot;&lt;/script&gt;<br/>ny linje\ufffd</td></tr></table></div>',
  );
});
