import { framesWith } from '../domain/frame-matching.ts'
import type { Frame, Job } from '../domain/job.ts'
import type { Urls } from '../urls.ts'

export interface FrameLink {
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
  /** Go to a frame by number or by time: a GET form. */
  goTo: { action: string; n: number; max: number; hidden: [string, string][] }
  /** Draw the player's box on this frame instead. */
  draw: string
}

export function toFrameLinks(
  job: Job,
  frame: Frame,
  urls: Urls,
  query: Record<string, string | number>,
): FrameLinks {
  const { frames } = job
  const link = (n: number | undefined, label: string): FrameLink | null =>
    n === undefined || n === frame.n || n < 1 || n > frames.length
      ? null
      : { label, href: urls.frame(job.id, n, query) }
  const seen = query['track'] === undefined ? [] : framesWith(frames, query['track'])
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
      n: frame.n,
      max: frames.length,
      hidden: Object.entries(query).map(([name, value]) => [name, String(value)]),
    },
    draw: urls.frame(job.id, frame.n, { draw: 'player' }),
  }
}
