import t from 'tap'
import { targetStanding } from '../../../src/domain/player/target-standing.ts'
import { CONFIRMED, jobOf, TRACK_8 } from '../../support/service/jobs.ts'

const ON_3 = { x: 0.5, y: 0.4, w: 0.06, h: 0.2 }
const NOWHERE = { x: 0.9, y: 0.7, w: 0.06, h: 0.2 }
const at = (box: object, n = 1, time = 0) => ({
  confirmed: true,
  selections: [{ frame_key: `frame-${n}`, frame_time_sec: time, ...box }],
})
const READY = { status: 'READY_TO_ENQUEUE', player_ref: TRACK_8, target: CONFIRMED }

const TABLE: [promise: string, data: Record<string, unknown>, expected: object][] = [
  ['nothing stored is none', { player_ref: TRACK_8 }, { kind: 'none' }],
  ['a box on the player is stored', READY, { kind: 'stored' }],
  [
    'the status decides before what is stored',
    { ...READY, status: 'WAITING_FOR_TARGET' },
    { kind: 'asked-again' },
  ],
  [
    'a box on another track is elsewhere, and that track is named',
    { ...READY, target: at(ON_3) },
    { kind: 'elsewhere', trackId: 3, timeSec: 0 },
  ],
  [
    'the one of several boxes that is elsewhere counts',
    {
      ...READY,
      target: { confirmed: true, selections: [...at(TRACK_8).selections, ...at(ON_3).selections] },
    },
    { kind: 'elsewhere', trackId: 3 },
  ],
  [
    'a box that is on nobody, at the moment of the choice, tells nothing: the analyst used it anyway',
    { ...READY, target: at(NOWHERE) },
    { kind: 'stored' },
  ],
  [
    'a box that is on nobody, at another moment, tells nothing: the analyst used it anyway',
    { ...READY, target: at(NOWHERE, 3, 5.818) },
    { kind: 'stored' },
  ],
  [
    'a box away from a player drawn at the same moment is elsewhere',
    { ...READY, player_ref: { t: 0, ...ON_3 }, target: CONFIRMED },
    { kind: 'elsewhere', trackId: null },
  ],
  [
    'a player drawn at another moment tells nothing',
    { ...READY, player_ref: { t: 2.909, ...ON_3 }, target: CONFIRMED },
    { kind: 'stored' },
  ],
  [
    'frames without tracks tell nothing',
    {
      ...READY,
      preview_frames: [{ key: 'frame-1', time_sec: 0, tracks: [] }],
      player_ref: { track_id: 3 },
    },
    { kind: 'stored' },
  ],
  [
    'a frame that was written anew under the key tells nothing',
    { ...READY, player_ref: { track_id: 3 }, target: at(TRACK_8, 1, 40) },
    { kind: 'stored' },
  ],
  [
    'a confirmed target without a box tells nothing',
    { ...READY, target: { confirmed: true } },
    { kind: 'stored' },
  ],
]

for (const [promise, data, expected] of TABLE) {
  t.test(promise, async (t) => {
    t.match(targetStanding(jobOf(data)), expected)
  })
}
