import fc from 'fast-check'
import t from 'tap'
import { matchFrame, nearestFrame, trackOn } from '../../../src/domain/frames/frame-matching.ts'
import { sightingsOf } from '../../../src/domain/player/sightings.ts'
import { bestSuggestion, suggestionOn } from '../../../src/domain/player/suggestion.ts'
import { jobOf, TRACK_8 } from '../../support/service/jobs.ts'

const { frames } = jobOf()

t.test('a frame is found by its key; with another time it is another picture', async (t) => {
  for (const timeSec of [5.818, 5.84, null]) {
    const match = matchFrame(frames, { frameKey: 'frame-3', timeSec })
    t.same([match?.frame.n, match?.by], [3, 'key'])
  }
  t.equal(matchFrame(frames, { frameKey: 'frame-3', timeSec: 0 }), null, 'written anew')
  t.equal(
    matchFrame(frames, { frameKey: 'gone', timeSec: 0 }),
    null,
    'an unknown key matches nothing',
  )
})

t.test('only where no key exists the nearest time within 0.05 s is taken, and said', async (t) => {
  const at = (timeSec: number | null) => {
    const match = matchFrame(frames, { frameKey: null, timeSec })
    return match && [match.frame.n, match.by]
  }
  t.same(at(0), [1, 'time'], '0.0 is a time')
  t.same(at(2.95), [2, 'time'])
  t.equal(at(2.97), null)
  t.equal(at(null), null)
})

t.test('the nearest frame is nearer than every other', async (t) => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 10, noNaN: true }), (time) => {
      const nearest = nearestFrame(frames, time)
      const distance = Math.abs((nearest?.timeSec ?? Infinity) - time)
      return frames.every((frame) => Math.abs((frame.timeSec ?? Infinity) - time) >= distance)
    }),
  )
  t.equal(nearestFrame([], 1), null)
})

t.test('tracks are found by number or text', async (t) => {
  t.equal(trackOn(frames[0]!, '8')?.id, 8)
  t.equal(trackOn(frames[0]!, 8)?.id, 8)
  t.equal(trackOn(frames[0]!, 9), null)
  t.same(
    sightingsOf(frames, 3).map(({ frame }) => frame.n),
    [1],
  )
})

t.test(
  'the suggestion is the best frame that shows the track, with the box of that very frame',
  async (t) => {
    const candidate = { bestFrameKey: 'frame-3' } as Parameters<typeof bestSuggestion>[2]
    t.equal(bestSuggestion(jobOf(), 8, candidate)?.frame.n, 3, 'as the detector names it')
    const stored = jobOf({ player_ref: { ...TRACK_8, best_preview_frame_key: 'frame-1' } })
    t.equal(bestSuggestion(stored, 8)?.frame.n, 1, 'as the player was stored')
    const largest = bestSuggestion(jobOf(), 8)
    t.equal(largest?.frame.n, 2, 'else where its box is largest')
    t.same(largest?.track.box, { x: 0.23, y: 0.3, w: 0.08, h: 0.25 })
    t.equal(bestSuggestion(jobOf(), 99), null)
    t.equal(suggestionOn(jobOf(), frames[1]!, 3), null, 'not seen on this frame')
  },
)
