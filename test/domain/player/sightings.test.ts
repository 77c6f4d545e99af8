import t from 'tap'
import type { Frame, Job } from '../../../src/domain/job/job.ts'
import { sightingsOf } from '../../../src/domain/player/sightings.ts'
import { bestSuggestion } from '../../../src/domain/player/suggestion.ts'
import { createUrls } from '../../../src/urls.ts'
import { trackChoicesOn } from '../../../src/view-models/frame/track-choice.ts'
import { candidateOptions, frameTrackOptions } from '../../../src/view-models/job/track-options.ts'
import { tracksKnown } from '../../../src/view-models/track/life.ts'
import { jobOf } from '../../support/service/jobs.ts'

const urls = createUrls('', 'v1')

/** A job whose frames show `tracks` each, no two of one id; `looks` counts how often an id is read. */
function countedJob(frames: number, tracks: number): { job: Job; looks: () => number } {
  let looks = 0
  const box = { x: 0.1, y: 0.1, w: 0.1, h: 0.1 }
  const counted = (id: number) => ({
    get id() {
      looks += 1
      return id
    },
    box,
    tier: null,
    score: null,
  })
  const { frames: usual, ...rest } = jobOf()
  const all = Array.from(
    { length: frames },
    (_, index): Frame => ({
      ...usual[0]!,
      n: index + 1,
      key: `frame-${index + 1}`,
      tracks: Array.from({ length: tracks }, (_, nth) => counted(index * tracks + nth)),
    }),
  )
  return { job: { ...rest, frames: all }, looks: () => looks }
}

function looksFor(frames: number, tracks: number, choose: (job: Job) => unknown): number {
  const { job, looks } = countedJob(frames, tracks)
  choose(job)
  return looks()
}

const candidate = (trackId: number) => ({
  trackId,
  bearers: 1,
  coverage: null,
  stability: null,
  tier: null,
  lowCoverage: false,
  bestFrameKey: null,
  samples: [],
})

const CHOICES: [string, (job: Job) => unknown][] = [
  [
    'the tracks of the frames',
    (job) => frameTrackOptions(job, [], tracksKnown(job, null), urls, []),
  ],
  [
    'the tracks of one frame',
    (job) => trackChoicesOn({ job, frame: job.frames[0]!, urls, trackId: null, start: null }),
  ],
  [
    'the proposals',
    (job) =>
      candidateOptions(
        job,
        job.frames.map(({ n }) => candidate(n)),
        tracksKnown(job, null),
        urls,
      ),
  ],
]

for (const [what, choose] of CHOICES) {
  t.test(`a job of twice the length costs twice the looks at most: ${what}`, async (t) => {
    const [once, twice] = [looksFor(10, 20, choose), looksFor(20, 20, choose)]
    t.ok(once > 0)
    t.ok(twice <= 2.1 * once, `${once} looks, then ${twice}`)
    const wider = looksFor(10, 40, choose)
    t.ok(wider <= 2.1 * once, `${once} looks, then ${wider} with more on each frame`)
  })
}

t.test('a track is found on its frames in order, with how many bear its id', async (t) => {
  const { frames } = jobOf()
  const [first] = frames
  const doubled = [{ ...first!, tracks: [...first!.tracks, first!.tracks[0]!] }, ...frames.slice(1)]
  t.strictSame(
    sightingsOf(doubled, '8').map(({ frame, bearers }) => [frame.n, bearers]),
    [
      [1, 2],
      [2, 1],
      [3, 1],
    ],
  )
  t.strictSame(sightingsOf(doubled, null), [])
  t.equal(bestSuggestion({ ...jobOf(), frames: doubled }, 8)?.frame.n, 2)
})
