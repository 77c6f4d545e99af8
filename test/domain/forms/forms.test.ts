// One file: the forms that choose a player and store boxes are decoded against the same job, and some rules hold for
// several of them.

import t from 'tap'
import { createJobForm } from '../../../src/domain/forms/create-job.ts'
import type { Decoded, Fields } from '../../../src/domain/forms/fields.ts'
import { pickPlayerForm, playerRefForm, selectTrackForm } from '../../../src/domain/forms/player.ts'
import { selectionForm, targetForm } from '../../../src/domain/forms/target.ts'
import { readCandidates } from '../../../src/domain/player/candidates.ts'
import { CONFIRMED, jobOf, TRACK_8 } from '../../support/service/jobs.ts'

const context = { job: jobOf(), candidates: null }
const suggested = { left: '281.6', top: '216', width: '76.8', height: '158.4' }
const onFrame1 = { frame_key: 'frame-1', time_sec: '0', track_id: '8', ...suggested }

// biome-ignore lint/suspicious/noExplicitAny: bodies are compared, not typed
const bodyOf = (decoded: Decoded): any => ('body' in decoded ? decoded.body : decoded)
const issuesOf = (decoded: Decoded) =>
  'faults' in decoded ? decoded.faults.map(({ field }) => field) : []

t.test('a chosen track becomes select-track with time and box of its best frame', async (t) => {
  t.same(bodyOf(selectTrackForm({ trackId: '8' }, context)), {
    trackId: 8,
    selection: {
      time_sec: 2.909,
      frame_time_sec: 2.909,
      frameTimeSec: 2.909,
      bbox: { x: 0.23, y: 0.3, w: 0.08, h: 0.25 },
    },
  })
  t.same(issuesOf(selectTrackForm({}, context)), ['trackId'], 'nothing chosen')
  t.same(issuesOf(selectTrackForm({ trackId: '99' }, context)), ['trackId'], 'not of this job')
})

t.test('a candidate that no preview frame shows is taken from its own samples', async (t) => {
  const candidates = readCandidates({
    status: 'READY',
    candidates: [
      { trackId: 40, sampleFrames: [{ time_sec: 7, bbox: { x: 0.1, y: 0.1, w: 0.1, h: 0.2 } }] },
    ],
  })
  t.same(
    bodyOf(selectTrackForm({ trackId: '40' }, { ...context, candidates })).selection.time_sec,
    7,
  )
})

t.test(
  'when the candidates are gone, pick-player names a frame that shows the track',
  async (t) => {
    t.same(bodyOf(pickPlayerForm({ track_id: '8' }, context)), {
      frame_key: 'frame-2',
      track_id: 8,
    })
    t.same(bodyOf(pickPlayerForm({ track_id: '3', frame_key: 'frame-1' }, context)), {
      frame_key: 'frame-1',
      track_id: 3,
    })
    t.same(issuesOf(pickPlayerForm({ track_id: '3', frame_key: 'frame-2' }, context)), ['track_id'])
  },
)

t.test('an unchanged suggestion goes back as the track has it, to the bit', async (t) => {
  t.same(bodyOf(targetForm(onFrame1, context)).bbox, { x: 0.22, y: 0.3, w: 0.06, h: 0.22 })
  const moved = bodyOf(targetForm({ ...onFrame1, left: '282.6' }, context)).bbox
  t.same(moved, { x: 0.220781, y: 0.3, w: 0.06, h: 0.22 })
})

t.test('a target that is stored already drops the boxes of other frames', async (t) => {
  const here = { frame_key: 'frame-1', frame_time_sec: 0, x: 0.22, y: 0.3, w: 0.06, h: 0.22 }
  const other = { frame_key: 'frame-2', frame_time_sec: 2.909, x: 0.5, y: 0.5, w: 0.1, h: 0.2 }
  const withBoxes = (...selections: object[]) => ({
    job: jobOf({ player_ref: TRACK_8, target: { confirmed: true, selections } }),
    candidates: null,
  })
  const alone = targetForm(onFrame1, withBoxes(here, other))
  t.match(alone, { instead: 'selection', body: { selections: [{ frame_key: 'frame-1' }] } })
  t.equal(bodyOf(alone).selections.length, 1)
  const moved = targetForm({ ...onFrame1, left: '300' }, withBoxes(here, other))
  t.notOk('instead' in moved, 'another box is a target of its own, which the service compares')
  t.notOk('instead' in targetForm(onFrame1, withBoxes(here)), 'alone it is a repetition')
})

t.test('frame, key and time come from the job, not from the form', async (t) => {
  const body = bodyOf(targetForm({ ...onFrame1, frame_key: 'frame-3', time_sec: '5.8' }, context))
  t.equal(body.frame_key, 'frame-3')
  t.equal(body.time_sec, 5.818)
})

t.test(
  'a frame that was written anew since the page was made is not the one of the form',
  async (t) => {
    const form = { ...onFrame1, frame_key: 'frame-3', time_sec: '99' }
    t.same(issuesOf(targetForm(form, context)), ['frame_key'])
  },
)

t.test('no box is stored on a picture that nobody can see', async (t) => {
  const frames = context.job.frames.map((frame) => ({ ...frame, pictureLost: true }))
  const lost = { job: { ...context.job, frames }, candidates: null }
  t.same(issuesOf(targetForm(onFrame1, lost)), ['frame_key'])
  t.same(issuesOf(selectionForm(onFrame1, lost)), ['frame_key'])
  t.same(issuesOf(playerRefForm({ ...onFrame1, track_id: '' }, lost)), ['frame_key'])
})

t.test('force is sent only when the analyst chose it', async (t) => {
  t.notOk('force' in bodyOf(targetForm(onFrame1, context)))
  t.notOk('force' in bodyOf(targetForm({ ...onFrame1, force: 'false' }, context)))
  t.equal(bodyOf(targetForm({ ...onFrame1, force: 'true' }, context)).force, true)
})

t.test('a box in the form that breaks the rules names each field', async (t) => {
  const faults = (fields: Fields) => issuesOf(targetForm({ ...onFrame1, ...fields }, context))
  t.same(faults({ left: '' }), ['left'])
  t.same(faults({ left: 'x', height: '' }), ['left', 'height'])
  t.same(faults({ left: '-1', width: '7' }), ['left', 'width'])
  t.same(faults({ top: '700' }), ['height'])
  t.same(faults({ frame_key: 'gone' }), ['frame_key'])
})

t.test('a drawn player is sent flat, with frame_time_sec alone', async (t) => {
  t.same(bodyOf(playerRefForm({ ...onFrame1, track_id: '' }, context)), {
    frame_time_sec: 0,
    x: 0.22,
    y: 0.3,
    w: 0.06,
    h: 0.22,
  })
})

t.test(
  'without a box the one of the track is the player, on the named frame or its best',
  async (t) => {
    t.match(bodyOf(playerRefForm({ track_id: '8' }, context)), { frame_time_sec: 2.909, x: 0.23 })
    const named = { track_id: '8', frame_key: 'frame-3' }
    t.match(bodyOf(playerRefForm(named, context)), { frame_time_sec: 5.818, x: 0.24 })
    t.same(issuesOf(playerRefForm({ track_id: '3', frame_key: 'frame-3' }, context)), ['track_id'])
  },
)

t.test('the number of a track that is not there is said as a page may say it', async (t) => {
  const fields = { track_id: `7\u202e${'9'.repeat(300)}`, frame_key: 'frame-3' }
  for (const decoded of [playerRefForm(fields, context), pickPlayerForm(fields, context)]) {
    const [message = ''] = 'faults' in decoded ? decoded.faults.map((one) => one.message) : []
    t.match(message, /^Track 79{20,198}… is not seen on this frame\.$/)
  }
})

t.test('further boxes join the stored ones, one for each frame, five at most', async (t) => {
  const job = jobOf({ target: CONFIRMED })
  const add = (fields: Fields, given = job) =>
    selectionForm(fields, { job: given, candidates: null })
  const keys = (decoded: Decoded) =>
    bodyOf(decoded).selections.map(({ frame_key }: { frame_key: string }) => frame_key)
  const onFrame2 = { ...onFrame1, frame_key: 'frame-2', time_sec: '2.909' }
  t.same(keys(add(onFrame2)), ['frame-1', 'frame-2'])
  t.same(keys(add(onFrame1)), ['frame-1'], 'the same frame is replaced')
  const five = ['a', 'b', 'c', 'd', 'e'].map((frame_key) => ({
    ...CONFIRMED.selections[0],
    frame_key,
  }))
  const full = jobOf({ target: { confirmed: true, selections: five } })
  t.same(issuesOf(add(onFrame1, full)), [null], 'a sixth is refused')
  t.same(keys(add({ remove: 'c at 0' }, full)), ['a', 'b', 'd', 'e'])
  t.same(issuesOf(add({ remove: 'c at 7' }, full)), [null], 'one of another time is not meant')
  t.same(issuesOf(add({ remove: 'frame-1 at 0' })), [null], 'the last one stays')
  const reused = jobOf({
    target: {
      confirmed: true,
      selections: [{ ...CONFIRMED.selections[0], frame_key: 'frame-2', frame_time_sec: 50 }],
    },
  })
  t.same(keys(add(onFrame2, reused)), ['frame-2', 'frame-2'], 'a key used again is another frame')
  const others = jobOf({ target: CONFIRMED, player_ref: TRACK_8 })
  t.same(issuesOf(add({ ...onFrame2, track_id: '3' }, others)), [null], 'no box of another player')
})

t.test('a box without key is replaced by one at its time, and by no other', async (t) => {
  const [{ frame_key: _, ...withoutKey } = {}] = CONFIRMED.selections
  const stored = jobOf({ target: { confirmed: true, selections: [withoutKey] } })
  const times = (fields: Fields) =>
    bodyOf(selectionForm(fields, { job: stored, candidates: null })).selections.map(
      ({ frame_time_sec }: { frame_time_sec: number }) => frame_time_sec,
    )
  t.same(times(onFrame1), [0], 'added twice it stands once')
  t.same(times({ ...onFrame1, frame_key: 'frame-2', time_sec: '2.909' }), [0, 2.909])
})

t.test('the form of a new job leaves out what is blank', async (t) => {
  t.same(
    bodyOf(
      createJobForm({
        video_url: ' https://v.test/a.mp4 ',
        video_key: '',
        role: 'Striker',
        category: '',
        shirt_number: '8',
        full_match_mode: 'true',
      }),
    ),
    {
      video_url: 'https://v.test/a.mp4',
      role: 'Striker',
      category: '',
      shirt_number: 8,
      full_match_mode: true,
    },
  )
})

t.test('a box is refused where the frame has another size than it was drawn on', async (t) => {
  const drawn = { ...onFrame1, frame_size: '1280x720' }
  t.same(bodyOf(targetForm(drawn, context)).bbox, { x: 0.22, y: 0.3, w: 0.06, h: 0.22 })
  const preview_frames = [
    { key: 'frame-1', time_sec: 0, width: 2560, height: 1440, signed_url: 'http://s.test/1?s=1' },
  ]
  const larger = { ...context, job: jobOf({ preview_frames }) }
  for (const form of [targetForm, selectionForm, playerRefForm]) {
    t.same(issuesOf(form(drawn, larger)), ['frame_key'], form.name)
    t.ok('body' in form({ ...drawn, frame_size: '2560x1440' }, larger), form.name)
    t.ok('body' in form(onFrame1, larger), 'a script need not say it')
  }
})
