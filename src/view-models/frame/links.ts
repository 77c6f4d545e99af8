import { textOf } from '../../domain/forms/fields.ts'
import { boxInWork } from '../../domain/frames/go-to-frame.ts'
import { sightingsOf } from '../../domain/player/sightings.ts'
import { letterOf } from '../../domain/track/letter.ts'
import type { FrameInput } from './chosen.ts'

interface FrameLink {
  label: string
  /** The accessible name, which is clear without the words around the link. */
  name: string
  /** Null if there is no such frame. The place of the link is kept, so that no other link moves. */
  href: string | null
}

/** The links of a frame page to other frames. */
export interface FrameLinks {
  previous: FrameLink
  next: FrameLink
  first: FrameLink
  last: FrameLink
  /** The nearest frames that show the chosen track; null where none is chosen. */
  previousWithTrack: FrameLink | null
  nextWithTrack: FrameLink | null
  /** Addresses to fetch ahead, nearest first: two on either side. */
  ahead: string[]
  goTo: GoTo
  /** Where the player's box is drawn by hand on this frame. */
  draw: string
}

/** Go to a frame by number or by time: a GET form. Invalid input comes back in its field, with the reason. */
interface GoTo {
  action: string
  max: number
  number: { value: string; fault: string | null }
  time: { value: string; fault: string | null }
  hidden: [string, string][]
}

/** `query` is added to the addresses of the other frames. */
export function toFrameLinks(
  {
    job,
    frame,
    urls,
    fields,
    problem,
  }: Pick<FrameInput, 'job' | 'frame' | 'urls' | 'fields' | 'problem'>,
  query: Record<string, string | number>,
): FrameLinks {
  const { frames } = job
  const link = (n: number | undefined, label: string, name = `${label} frame`): FrameLink => {
    const isThere = n !== undefined && n !== frame.n && n >= 1 && n <= frames.length
    return { label, name, href: isThere ? urls.frame(job.id, n, query) : null }
  }
  const typed = (id: string, name: string, usual: string) => {
    const fault = problem?.faults.find(({ field }) => field === id)?.message ?? null
    return { value: (fault !== null && textOf(fields, name)) || usual, fault }
  }
  const seen = sightingsOf(frames, query['track'] ?? null).map(({ frame }) => frame)
  const id = query['track']
  const shown = id === undefined ? null : (letterOf(frames, id) ?? `track ${id}`)
  const withTrack = (n: number | undefined, label: string) =>
    shown === null ? null : link(n, `${label} with ${shown}`, `${label} with ${shown}`)
  return {
    previous: link(frame.n - 1, 'Previous'),
    next: link(frame.n + 1, 'Next'),
    first: link(1, 'First'),
    last: link(frames.length, 'Last'),
    previousWithTrack: withTrack(seen.findLast(({ n }) => n < frame.n)?.n, 'Previous'),
    nextWithTrack: withTrack(seen.find(({ n }) => n > frame.n)?.n, 'Next'),
    ahead: [frame.n + 1, frame.n - 1, frame.n + 2, frame.n - 2]
      .filter((n) => n >= 1 && n <= frames.length)
      .map((n) => urls.frame(job.id, n, query)),
    goTo: {
      action: urls.goToFrame(job.id),
      max: frames.length,
      number: typed('go-n', 'n', String(frame.n)),
      time: typed('go-t', 't', ''),
      hidden: [
        ...Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
        ['from', String(frame.n)],
        ...boxInWork(fields),
      ],
    },
    draw: urls.frame(job.id, frame.n, { draw: 'player' }),
  }
}
