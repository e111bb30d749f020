// What cannot become a valid message is refused by the name of the field, without telling its value.
// A builder that refuses names the field, since its caller knows the value and nobody else should.
import { describe, expect, it } from 'vitest';
import { buildCareCommunication } from '../../medcom/care-communication.ts';
import { buildHospitalNotification } from '../../medcom/hospital-notification.ts';
import { narrative } from '../../medcom/narrative.ts';
import { MessageInputError } from '../../medcom/parts.ts';
import { admission, care, municipality } from './fixtures.ts';

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

  it('HospitalNotification: an episode that is no UUID, a receiver without SOR number', () => {
    const fails = (input: Parameters<typeof buildHospitalNotification>[0]) => () => buildHospitalNotification(input);
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
