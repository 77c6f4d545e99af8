import { suggestedPixels, toPixels } from '../../domain/box/box.ts'
import { readPreview } from '../../domain/box/preview.ts'
import { type Fields, textOf, trackIdOf } from '../../domain/forms/fields.ts'
import { matchFrame } from '../../domain/frames/frame-matching.ts'
import { frameSizeOf } from '../../domain/frames/frame-size.ts'
import { hasPicture, notSeen } from '../../domain/frames/seen-pictures.ts'
import type { Frame, Job } from '../../domain/job/job.ts'
import { ABLE, type ServiceFacts } from '../../domain/job/service-facts.ts'
import type { Candidates } from '../../domain/player/candidates.ts'
import { suggestionOn } from '../../domain/player/suggestion.ts'
import { foreignId } from '../../domain/text/foreign-text.ts'
import type { ShirtsSeen } from '../../domain/track/shirts-seen.ts'
import type { Urls } from '../../urls.ts'
import { type ActionForm, actionForm } from '../action-form.ts'
import { type Connection, type News, newsConnection, newsOf } from '../connection.ts'
import { cutWords } from '../cut-words.ts'
import { clock } from '../format.ts'
import { jobName } from '../job/header.ts'
import { type PageModel, page } from '../page.ts'
import type { Problem } from '../problem/problem.ts'
import { type BoxEditor, toBoxEditor } from './box-editor.ts'
import { type Filmstrip, toFilmstrip } from './filmstrip.ts'
import { type FrameLinks, toFrameLinks } from './links.ts'
import { type Picture, toPicture } from './picture.ts'
import { type StoredBoxes, toStoredBoxes } from './stored-boxes.ts'
import { type TrackChoice, trackChoicesOn } from './track-choice.ts'

/** `views/pages/frame.eta`: one frame, the tracks on it, and the box editor if a box can be set. */
export interface FramePage extends PageModel {
  heading: string
  jobName: string
  jobHref: string
  links: FrameLinks
  /** Null if no box can be set now; then `blocked` says why and `picture` stands alone. */
  editor: BoxEditor | null
  blocked: string | null
  picture: Picture | null
  /** Said beside the editor: who drew the player, or what a change would lose. */
  notes: string[]
  /** The box belongs to a finished job: the analyst must say that the result may go. */
  discards: boolean
  tracks: TrackChoice[]
  boxes: StoredBoxes | null
  filmstrip: Filmstrip
  problem: Problem | null
  /** What is left out: `cutWords`. */
  cut: string | null
  connection: Connection
  news: News
}

export interface FrameInput {
  job: Job
  frame: Frame
  urls: Urls
  /** The query of the page, or the form that was refused: track, purpose and box as far as given. */
  fields: Fields
  problem: Problem | null
  /** What the service can do; `candidates` are asked for only where they decide how a track is stored. */
  service?: ServiceFacts
  candidates?: Candidates | null
  /** Null while nobody has looked at them. */
  shirts?: ShirtsSeen | null
}

/** Answers of the service after which the analyst may use the box all the same (docs/contract.md#target). */
const FORCEABLE = new Set(['TARGET_MISMATCH', 'TRACK_NOT_IN_FRAME'])

const DRAWN =
  'The player was drawn by hand, so there is no track to check this box against: send it with “Use it anyway”.'

export function toFramePage(input: FrameInput): FramePage {
  const {
    job,
    frame,
    urls,
    fields,
    problem,
    service = ABLE,
    candidates = null,
    shirts = null,
  } = input
  const drawing = textOf(fields, 'draw') === 'player'
  const purpose = drawing ? 'player' : 'target'
  const trackId = trackOf(job, fields, drawing)
  const form = actionForm(job, drawing ? 'player-ref' : 'target', urls)
  const editable = form !== null && (drawing || job.playerRef !== null) && hasPicture(frame)
  const query: Record<string, string | number> = drawing
    ? { draw: 'player' }
    : trackId === null
      ? {}
      : { track: trackId }
  const time = clock(frame.timeSec)
  const heading = `Frame ${frame.n} of ${job.frames.length}`
  return {
    ...page(urls, `Frame ${frame.n} at ${time}, ${jobName(job)}`, {
      sheet: 'frame',
      scripts: [urls.asset('js/box-editor.js'), urls.asset('js/frame-page.js')],
      failed: problem !== null,
    }),
    heading: `${heading}, ${time}`,
    jobName: jobName(job),
    jobHref: urls.job(job.id),
    links: toFrameLinks({ job, frame, urls, fields, problem }, query),
    editor: editable ? editorFor(input, form, purpose, trackId) : null,
    blocked: editable ? null : whyBlocked(frame, form),
    picture: toPicture(job.id, frame, null, urls),
    notes: editable && !drawing && trackId === null ? [DRAWN] : [],
    discards: editable && form.discards,
    tracks: drawing ? [] : trackChoicesOn(job, frame, urls, service, candidates, shirts),
    boxes: toStoredBoxes(job, frame, urls),
    filmstrip: toFilmstrip(job, urls, frame.n, query),
    problem,
    cut: cutWords(job.cuts),
    connection: newsConnection(urls, job.id),
    news: newsOf(job),
  }
}

function trackOf(job: Job, fields: Fields, drawing: boolean): number | string | null {
  if (drawing) return null
  const named = foreignId(textOf(fields, 'track') || textOf(fields, 'track_id'))
  return named === null ? (job.playerRef?.trackId ?? null) : trackIdOf(named)
}

function editorFor(
  { job, frame, urls, fields, problem }: FrameInput,
  form: ActionForm,
  purpose: 'target' | 'player',
  trackId: number | string | null,
): BoxEditor {
  const frameSize = frameSizeOf(frame)
  const found = trackId === null ? null : suggestionOn(job, frame, trackId)
  const suggested = suggestedPixels(found?.track.box ?? null, frameSize)
  const stored = job.target.selections.find(
    (selection) => matchFrame(job.frames, selection)?.frame.n === frame.n,
  )
  const start = stored && purpose === 'target' ? toPixels(stored.box, frameSize) : suggested
  return toBoxEditor({
    jobId: job.id,
    frame,
    frameSize,
    purpose,
    trackId,
    suggestion: found && {
      track: found.track,
      seenIn: found.seenIn,
      ofFrames: job.frames.length,
      bearers: found.bearers,
    },
    preview: readPreview(fields, frameSize, start, suggested),
    imageUrl: frame.image === null ? '' : urls.image(job.id, frame.image),
    imageAlt: `Frame ${frame.n} at ${clock(frame.timeSec)}`,
    formAction: `${form.action}?page=frame&from=${frame.n}${purpose === 'player' ? '&draw=player' : ''}`,
    previewAction: urls.frame(job.id, frame.n),
    attempt: form.attempt,
    offerForce: purpose === 'target' && (trackId === null || FORCEABLE.has(problem?.code ?? '')),
  })
}

function whyBlocked(frame: Frame, form: ActionForm | null): string {
  if (frame.image === null) return 'The service gives no image for this frame.'
  if (!hasPicture(frame)) return notSeen(frame)
  if (form === null) return 'The analysis is queued or running, so the boxes cannot change now.'
  return frame.tracks.length > 0
    ? 'Choose the player first: then the target box can be set here.'
    : 'Choose the player first. No track is seen on this frame: try another, or draw the box of the player.'
}
