import { ABLE } from '../../domain/job/service-facts.ts'
import { type LiveConnection, type News, newsConnection, newsOf } from '../connection.ts'
import { cutWords } from '../cut-words.ts'
import { clock } from '../format.ts'
import { jobName } from '../job/header.ts'
import { type PageModel, page } from '../page.ts'
import type { Problem } from '../problem/problem.ts'
import type { BoxEditor } from './box-editor.ts'
import { type FrameInput, notesOf, readChosen } from './chosen.ts'
import { editorFor } from './editor.ts'
import { type Filmstrip, toFilmstrip } from './filmstrip.ts'
import { type FrameLinks, toFrameLinks } from './links.ts'
import { type Marks, toMarks } from './marks.ts'
import { type Picture, toPicture } from './picture.ts'
import { type StoredBoxes, toStoredBoxes } from './stored-boxes.ts'
import { type TrackChoice, trackChoicesOn } from './track-choice.ts'
import { type FrameVideo, toFrameVideo } from './video.ts'

/** `views/pages/frame.eta`: one frame, the tracks on it, and the box editor if a box can be set. */
export interface FramePage extends PageModel {
  heading: string
  /** What has just been done on this frame; null on a page that was only opened. */
  done: string | null
  jobName: string
  jobHref: string
  links: FrameLinks
  /** Null if no box can be set now; then `blocked` says why and `picture` is shown alone. */
  editor: BoxEditor | null
  blocked: string | null
  picture: Picture | null
  /** The players on the picture, each with a link that chooses this player; null if none can be chosen. */
  marks: Marks | null
  /** The video around this frame; null if the job has no video that a page may play. */
  video: FrameVideo | null
  /** Said beside the editor: who drew the player, or what a change would lose. */
  notes: string[]
  /** True if a new box throws away a finished result: the analyst must agree first. */
  discards: boolean
  tracks: TrackChoice[]
  boxes: StoredBoxes | null
  filmstrip: Filmstrip
  problem: Problem | null
  /** What is left out: `cutWords`. */
  cut: string | null
  connection: LiveConnection
  news: News
}

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
    sourceStandingOf = () => 'no address',
  } = input
  const chosen = readChosen(input)
  const { purpose, trackId, form, blocked } = chosen
  const query: Record<string, string | number> =
    purpose === 'player' ? { draw: purpose } : trackId === null ? {} : { track: trackId }
  const time = clock(frame.timeSec)
  const heading = `Frame ${frame.n} of ${job.frames.length}`
  const editor = editorFor(input, chosen)
  return {
    ...page(urls, `Frame ${frame.n} at ${time}, ${jobName(job)}`, {
      sheet: 'frame',
      scripts: [...(editor === null ? [] : ['js/box-editor.js']), 'js/frame-page.js'],
      failed: problem !== null,
    }),
    heading: `${heading}, ${time}`,
    done: input.done ?? null,
    jobName: jobName(job),
    jobHref: urls.job(job.id),
    links: toFrameLinks({ job, frame, urls, fields, problem }, query),
    editor,
    blocked,
    picture: toPicture(job.id, frame, null, urls),
    marks: blocked === null || form === null ? null : toMarks(job, frame, urls),
    video: toFrameVideo(job, frame, trackId, urls, sourceStandingOf),
    notes: notesOf(job, frame, chosen),
    discards: blocked === null && form?.discards === true,
    tracks:
      purpose === 'player'
        ? []
        : trackChoicesOn({
            ...{ job, frame, urls, service, candidates, shirts, trackId, typed: fields },
            start:
              blocked === null || service.workerAway
                ? null
                : urls.start(job.id) + urls.fromFrame(frame.n),
          }),
    boxes: toStoredBoxes(job, frame, urls, service),
    filmstrip: toFilmstrip(job, urls, frame.n, query),
    problem,
    cut: cutWords(job.cuts),
    // The page's own script loads it, after what keys and pointer need at once.
    connection: { ...newsConnection(urls, job.id), isLate: true },
    news: newsOf(job),
  }
}
