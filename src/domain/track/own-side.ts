import type { Sighting } from '../player/sightings.ts'
import type { Lives } from './lives.ts'

/**
 * Gives a test for the sightings of the person that the track shows most, as far as boxes and shirts tell. They are in
 * the longest part between jumps. If any frame shows another shirt than the track's usual one, only frames with the
 * usual shirt count. Without jumps and other shirts, all sightings count.
 */
export function ownSide(
  { of, shirtOn }: Lives,
  sightings: readonly Sighting[],
): (sighting: Sighting) => boolean {
  const trackId = sightings[0]?.track.id
  const life = trackId === undefined ? undefined : of.get(trackId)
  if (life === undefined) return () => true
  const worn = (one: Sighting) => shirtOn(one.frame, one.track.id)
  const isOther = (one: Sighting) => worn(one) !== null && worn(one) !== life.shirt
  const mixed = sightings.some((one) => one.bearers === 1 && isOther(one))
  const dressed = mixed ? sightings.filter((one) => worn(one) === life.shirt) : sightings
  const jumps = life.doubts.filter(({ kind }) => kind === 'place').map(({ at }) => at.frame.n)
  const partOf = ({ frame }: Sighting) => jumps.filter((n) => n <= frame.n).length
  const sizes = jumps.map(() => 0)
  sizes.push(0)
  for (const one of dressed) sizes[partOf(one)]! += 1
  const longest = sizes.indexOf(Math.max(...sizes))
  const own = new Set(dressed.filter((one) => partOf(one) === longest).map(({ frame }) => frame.n))
  return ({ frame }) => own.has(frame.n)
}
