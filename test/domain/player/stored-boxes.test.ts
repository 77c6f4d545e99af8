import t from 'tap'
import { type BesideStored, besideStored } from '../../../src/domain/player/stored-boxes.ts'
import { CONFIRMED, jobOf, TRACK_8 } from '../../support/service/jobs.ts'

const on = (...frames: number[]) => ({
  confirmed: true,
  selections: frames.map((n) => ({
    frame_key: `frame-${n}`,
    frame_time_sec: (n - 1) * 2.909,
    ...{ x: 0.9, y: 0.7, w: 0.06, h: 0.2 },
  })),
})
const READY = { status: 'READY_TO_ENQUEUE', player_ref: TRACK_8 }
const NONE: BesideStored = { here: false, others: 0, full: false, keep: false }

const TABLE: [promise: string, data: Record<string, unknown>, frame: number, BesideStored][] = [
  ['with nothing stored there is nothing to keep', READY, 1, NONE],
  [
    'the only box, on this frame, is confirmed anew',
    { ...READY, target: CONFIRMED },
    1,
    { ...NONE, here: true },
  ],
  [
    'a box on another frame is kept',
    { ...READY, target: CONFIRMED },
    2,
    { ...NONE, others: 1, keep: true },
  ],
  [
    'boxes here and elsewhere: those elsewhere are kept',
    { ...READY, target: on(1, 2) },
    2,
    { here: true, others: 1, full: false, keep: true },
  ],
  [
    'a box whose frame is gone counts as another',
    { ...READY, target: on(99) },
    1,
    { ...NONE, others: 1, keep: true },
  ],
  [
    'five on other frames leave no room',
    { ...READY, target: on(95, 96, 97, 98, 99) },
    1,
    { here: false, others: 5, full: true, keep: true },
  ],
  [
    'five, one of them here, leave room for this one',
    { ...READY, target: on(1, 96, 97, 98, 99) },
    1,
    { here: true, others: 4, full: false, keep: true },
  ],
  [
    'boxes that the service asks for again are not kept',
    { ...READY, status: 'WAITING_FOR_TARGET', target: CONFIRMED },
    2,
    { ...NONE, others: 1 },
  ],
  [
    'nor are those of a player who is not stored',
    { status: 'WAITING_FOR_PLAYER', target: CONFIRMED },
    2,
    { ...NONE, others: 1 },
  ],
]

for (const [promise, data, n, expected] of TABLE) {
  t.test(promise, async (t) => {
    const job = jobOf(data)
    t.strictSame(besideStored(job, job.frames[n - 1]!), expected)
  })
}
