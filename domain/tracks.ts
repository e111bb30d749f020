// The names of the tracks (spor) of a discharge: the parts that run side by side over one state.
// They appear in events and in the operators' tasks, so a name is never changed once it has been stored.

export const trackNames = [
  'stay',
  'municipality',
  'services',
  'resume',
  'acute-bed',
  'gp',
  'follow-up',
  'leaving',
] as const;
export type Track = (typeof trackNames)[number];

/** Danish words for the tracks, as operators and wards read them. */
export const trackLabels: Record<Track, string> = {
  stay: 'Opholdet: indlæggelsesrapport og pause',
  municipality: 'Besked til kommunen',
  services: 'Ydelser efter udskrivning',
  resume: 'Genoptagelse af ydelser',
  'acute-bed': 'Akutplads',
  gp: 'Egen læge',
  'follow-up': 'Opfølgning',
  leaving: 'Udskrivelsen',
};
