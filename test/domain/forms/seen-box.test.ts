import t from 'tap'
import { pickPlayerForm, selectTrackForm } from '../../../src/domain/forms/player.ts'
import { seenText, suggestionShown } from '../../../src/domain/forms/seen-box.ts'
import { bestSuggestion } from '../../../src/domain/player/suggestion.ts'
import { jobOf } from '../../support/service/jobs.ts'

const job = jobOf()
const shown = bestSuggestion(job, 8)!
const form = { trackId: '8', track_id: '8', seen: seenText([shown]) }
const lost = {
  ...job,
  frames: job.frames.map((frame) => ({ ...frame, pictureLost: frame.n === shown.frame.n })),
}

t.test(
  'the frame that a page showed is the one that is stored, though its picture is lost since',
  async (t) => {
    t.equal(shown.frame.key, 'frame-2')
    t.not(bestSuggestion(lost, 8)?.frame.key, 'frame-2', 'another one is the best now')
    t.equal(suggestionShown(form, lost, 8)?.frame.key, 'frame-2')
    const context = { job: lost, candidates: null }
    t.match(pickPlayerForm(form, context), { body: { frame_key: 'frame-2', track_id: 8 } })
    t.match(selectTrackForm(form, context), {
      body: { trackId: 8, selection: { time_sec: 2.909 } },
    })
  },
)

t.test('where the box on that frame is another one, it is refused', async (t) => {
  const [, second] = job.frames
  const box = { ...second!.tracks[0]!.box, x: 0.5 }
  const moved = {
    ...job,
    frames: job.frames.map((frame) =>
      frame.n === 2 ? { ...frame, tracks: [{ ...frame.tracks[0]!, box }] } : frame,
    ),
  }
  const context = { job: moved, candidates: null }
  t.match(pickPlayerForm(form, context), { faults: [{ message: /has changed since/ }] })
  t.match(selectTrackForm(form, context), { faults: [{ message: /has changed since/ }] })
})
