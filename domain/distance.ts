// How far it is between two municipalities (afstand), from middle to middle: enough to say which place is nearer.
// As the crow flies; the way by road is longer.
import type { Registry } from './organisations.ts';

const EARTH_KM = 6371;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Kilometres between two municipalities (codes of 4 digits); null when the registry does not know where one of them lies. */
export function kilometres({ organisations }: Pick<Registry, 'organisations'>, a: string, b: string): number | null {
  const centreOf = (code: string) => organisations.find(({ municipality }) => municipality === code)?.centre;
  const [one, other] = [centreOf(a), centreOf(b)];
  if (one === undefined || other === undefined) return null;
  const [north, east] = [radians(other.lat - one.lat), radians(other.lon - one.lon)];
  const half =
    Math.sin(north / 2) ** 2 + Math.cos(radians(one.lat)) * Math.cos(radians(other.lat)) * Math.sin(east / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.sqrt(half));
}
