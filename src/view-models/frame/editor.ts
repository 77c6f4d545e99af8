import { suggestedPixels, toPixels } from '../../domain/box/box.ts'
import { readPreview } from '../../domain/box/preview.ts'
import { seenText } from '../../domain/forms/seen-box.ts'
import { frameSizeOf } from '../../domain/frames/frame-size.ts'
import type { Frame, Job } from '../../domain/job/job.ts'
import { ABLE, type ServiceFacts } from '../../domain/job/service-facts.ts'
import { besideStored, storedOn } from '../../domain/player/stored-boxes.ts'
import { suggestionOn } from '../../domain/player/suggestion.ts'
import { letterOf } from '../../domain/track/letter.ts'
import type { Urls } from '../../urls.ts'
import { clock } from '../format.ts'
import { canName, nameFields } from '../job/name-fields.ts'
import type { Problem } from '../problem/problem.ts'
import { type BoxEditor, toBoxEditor } from './box-editor.ts'
import type { Chosen, FrameInput } from './chosen.ts'
import { type Storing, storingTarget } from './storing.ts'

/** Answers of the service after which the analyst may still use the box (docs/contract.md#target). */
const FORCEABLE = new Set(['TARGET_MISMATCH', 'TRACK_NOT_IN_FRAME'])

/** Said of a player who is not on a track (docs/contract.md#player-profile). */
const UNNAMED = 'The service takes another name, team or number only for a player on a track.'

/** Added to the action's address, so that a refusal shows the same editor. */
const DRAWING = '&draw=player'

/** The box editor of a frame's page, for the track that is chosen; null where no box can be set now. */
export function editorFor(
  { job, frame, urls, fields, problem, service = ABLE }: FrameInput,
  chosen: Chosen,
): BoxEditor | null {
  const { form, purpose, trackId } = chosen
  if (form === null || chosen.blocked !== null) return null
  const frameSize = frameSizeOf(frame)
  const found = trackId === null ? null : suggestionOn(job, frame, trackId)
  const suggested = suggestedPixels(found?.track.box ?? null, frameSize)
  const [stored] = storedOn(job, frame)
  // The stored box shows the stored player, not another track.
  const isStored = stored !== undefined && purpose === 'target' && !chosen.isOther
  const start = isStored ? toPixels(stored.box, frameSize) : suggested
  return toBoxEditor({
    jobId: job.id,
    frame,
    frameSize,
    purpose,
    trackId,
    seen: found && seenText([found]),
    suggestion: found && {
      track: found.track,
      seenIn: found.seenIn,
      ofFrames: job.frames.length,
      bearers: found.bearers,
    },
    preview: readPreview(fields, frameSize, start, suggested),
    letterOf: (id) => letterOf(job.frames, id),
    imageUrl: frame.image === null ? '' : urls.image(job.id, frame.image),
    imageAlt: `Frame ${frame.n} at ${clock(frame.timeSec)}`,
    storing: storingOf(job, frame, chosen, urls, service),
    start: chosen.start,
    names:
      chosen.start !== null && canName(job, urls, service) ? nameFields(job, 'box', fields) : null,
    formAction: `${form.action}${urls.fromFrame(frame.n)}${purpose === 'player' ? DRAWING : ''}`,
    previewAction: urls.frame(job.id, frame.n),
    attempt: form.attempt,
    offerForce: purpose === 'target' && offersForce(job, frame, trackId, problem),
  })
}

/** Null if this box can only start the analysis, because its player is not the stored one. */
function storingOf(
  job: Job,
  frame: Frame,
  chosen: Chosen,
  urls: Urls,
  service: ServiceFacts,
): Storing | null {
  const { form, purpose, isOther } = chosen
  if (form === null || isOther) return null
  if (purpose === 'target') return storingTarget(job, frame, urls)
  const action = `${form.action}${urls.fromFrame(frame.n)}${DRAWING}`
  return {
    buttons: [{ label: 'Use this box', action, force: false }],
    words: canName(job, urls, service) ? UNNAMED : null,
  }
}

/** True after a mismatch, or if no track says what must fit. Beside other boxes a button itself sends `force`. */
function offersForce(
  job: Job,
  frame: Frame,
  trackId: number | string | null,
  problem: Problem | null,
): boolean {
  if (FORCEABLE.has(problem?.code ?? '')) return true
  return trackId === null && !besideStored(job, frame).keep
}
