import t from 'tap'
import { compileIssues } from '../../../src/contracts/issues.ts'
import { PlayerRefBody } from '../../../src/contracts/player.ts'
import { SelectTrackBody } from '../../../src/contracts/select-track.ts'
import { SelectionBody } from '../../../src/contracts/selection.ts'
import { TargetBody } from '../../../src/contracts/target.ts'
import {
  playerRefBody,
  selectionBody,
  selectTrackBody,
  targetBody,
} from '../../../src/domain/forms/request-bodies.ts'
import { recordings } from '../../support/service/recordings.ts'

const box = { x: 0.22, y: 0.3, w: 0.06, h: 0.22 }
const zero = { frameKey: 'frame-1', timeSec: 0, box }

t.test(
  'select-track names the time three times, because some revisions read 0.0 as missing',
  async (t) => {
    t.same(selectTrackBody(8, zero), {
      trackId: 8,
      selection: { time_sec: 0, frame_time_sec: 0, frameTimeSec: 0, bbox: box },
    })
  },
)

t.test('target is the superset of both shapes, with force only when chosen', async (t) => {
  const superset = {
    selections: [{ frame_time_sec: 0, frame_key: 'frame-1', ...box }],
    frame_key: 'frame-1',
    time_sec: 0,
    frame_time_sec: 0,
    bbox: box,
    track_id: 8,
  }
  t.same(targetBody(zero, { trackId: 8, force: false }), superset)
  t.same(targetBody(zero, { trackId: 8, force: true }), { ...superset, force: true })
  const bare = targetBody({ ...zero, frameKey: null }, { trackId: null, force: false })
  t.notOk('frame_key' in bare || 'track_id' in bare || 'force' in bare)
})

t.test('the bodies are those of the recorded sequence that worked on all revisions', async (t) => {
  const flow = recordings().filter(({ name }) => name.startsWith('flow-67ab429-normal'))
  const body = (step: string) => flow.find(({ name }) => name.includes(step))?.request.body
  const frameKey = 'jobs/00000000-0000-4000-8000-000000000005/frames/frame_0001.jpg'
  const confirmed = { frameKey, timeSec: 2.909, box }
  t.same(selectTrackBody(8, confirmed), body('3-select-track'))
  t.same(targetBody(confirmed, { trackId: 8, force: false }), body('4-target'))
})

t.test('what we send keeps our own contracts', async (t) => {
  const none = [] as unknown[]
  t.same(compileIssues(SelectTrackBody)(selectTrackBody(8, zero)), none)
  t.same(compileIssues(TargetBody)(targetBody(zero, { trackId: null, force: true })), none)
  t.same(compileIssues(PlayerRefBody)(playerRefBody(zero)), none)
  t.same(compileIssues(SelectionBody)(selectionBody([zero, { ...zero, frameKey: null }])), none)
})
