import fc from 'fast-check'
import t from 'tap'
import {
  DETECTION_SEC,
  DETECTION_STAGES,
  RUN_SEC,
  RUN_STAGES,
  stageAt,
} from '../../src/demo/run/progress.ts'

const TIMELINES = [
  ['detection', DETECTION_STAGES, DETECTION_SEC],
  ['a run', RUN_STAGES, RUN_SEC],
] as const

for (const [name, stages, endSec] of TIMELINES) {
  t.test(`the percentage of ${name} never falls`, async () => {
    const second = fc.double({ min: 0, max: endSec, noNaN: true })
    fc.assert(
      fc.property(second, second, (a, b) => {
        const [early, late] = [Math.min(a, b), Math.max(a, b)]
        return stageAt(stages, early, endSec).pct <= stageAt(stages, late, endSec).pct
      }),
    )
  })

  t.test(`the last change of ${name} does not depend on when somebody looks`, async () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: endSec, noNaN: true }), (sec) => {
        const { pct, stage, sinceSec } = stageAt(stages, sec, endSec)
        const again = stageAt(stages, sinceSec + 1e-9, endSec)
        return sinceSec <= sec + 1e-9 && again.pct === pct && again.stage === stage
      }),
    )
  })
}

t.test('before the start the first stage holds', async (t) => {
  t.equal(stageAt(RUN_STAGES, -20, RUN_SEC).stage.step, 'QUEUED')
})
