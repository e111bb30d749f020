// Episode identifiers are the same however a standard writes them.
// With hyphens or without, in either case, with or without `urn:uuid:`: one stay (medcom.md 3.4).
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { normaliseEpisodeId, sameEpisode } from '../../medcom/episode.ts';

it('is the same with and without hyphens, prefix and capitals', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      for (const written of [`urn:uuid:${id}`, id.toUpperCase(), id.replaceAll('-', ''), ` ${id} `, `URN:UUID:${id}`]) {
        expect(sameEpisode(id, written)).toBe(true);
      }
      expect(normaliseEpisodeId(normaliseEpisodeId(id))).toBe(normaliseEpisodeId(id));
    }),
  );
});

it('differs for different episodes', () => {
  expect(sameEpisode('3da9c651-e1da-4758-84ef-035a336cb9f7', '3da9c651-e1da-4758-84ef-035a336cb9f8')).toBe(false);
});
