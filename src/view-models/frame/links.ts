import { type Fields, textOf } from '../../domain/forms/fields.ts'
import { boxInWork } from '../../domain/frames/go-to-frame.ts'
import type { Frame, Job } from '../../domain/job/job.ts'
import { sightingsOf } from '../../domain/player/sightings.ts'
import type { Urls } from '../../urls.ts'
import type { Problem } from '../problem/problem.ts'

interface FrameLink {
  label: string
  href: string
}

/** Where one can go from a frame; a direction that ends here is null. */
export interface FrameLinks {
  previous: FrameLink | null
  next: FrameLink | null
  first: FrameLink | null
  last: FrameLink | null
  /** The nearest frames that show the chosen track. */
  previousWithTrack: FrameLink | null
  nextWithTrack: FrameLink | null
  /** Addresses to fetch ahead, nearest first: two either side. */
  ahead: string[]
  goTo: GoTo
  /** Draw the player's box on this frame instead. */
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

/** What a frame page is made of, as far as its links need it. */
interface LinksInput {
  job: Job
  frame: Frame
  urls: Urls
  fields: Fields
  problem: Problem | null
}

/** `query`: what the addresses of other frames carry along. */
export function toFrameLinks(
  { job, frame, urls, fields, problem }: LinksInput,
  query: Record<string, string | number>,
): FrameLinks {
  const { frames } = job
  const link = (n: number | undefined, label: string): FrameLink | null =>
    n === undefined || n === frame.n || n < 1 || n > frames.length
      ? null
      : { label, href: urls.frame(job.id, n, query) }
  const typed = (id: string, name: string, usual: string) => {
    const fault = problem?.faults.find(({ field }) => field === id)?.message ?? null
    return { value: (fault !== null && textOf(fields, name)) || usual, fault }
  }
  const seen = sightingsOf(frames, query['track'] ?? null).map(({ frame }) => frame)
  const track = `track ${query['track']}`
  return {
    previous: link(frame.n - 1, 'Previous frame'),
    next: link(frame.n + 1, 'Next frame'),
    first: link(1, 'First frame'),
    last: link(frames.length, 'Last frame'),
    previousWithTrack: link(seen.findLast(({ n }) => n < frame.n)?.n, `Previous with ${track}`),
    nextWithTrack: link(seen.find(({ n }) => n > frame.n)?.n, `Next with ${track}`),
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
