import type { CoachLink, LinkedJob } from '../../domain/club/link.ts'
import { resultMark } from '../../domain/result/mark.ts'
import type { JobResult, ResultReading } from '../../domain/result/result.ts'
import type { Explanation } from '../../domain/words/warnings.ts'
import type { Urls } from '../../urls.ts'
import { moment } from '../format.ts'
import { type ComparePage, toComparePage } from '../result/compare.ts'
import { type ResultPage, toResultPage } from '../result/result-page.ts'
import type { StateView } from '../result/state.ts'
import type { SharedPart } from './shared-part.ts'

const NO_CLIPS = 'Clips are not part of this link.'

/**
 * The page of a result without what only an analyst needs: no other address, no action, no job id, no advice to run
 * it again. The templates are those of the analyst's page; what is left out is decided here.
 */
export function toSharedResult(
  link: CoachLink,
  { job, reading }: JobResult,
  token: string,
  urls: Urls,
): ResultPage {
  const own: Urls = { ...urls, image: (_job, _image, width) => urls.sharedPicture(token, width) }
  const model = toResultPage(job, reading, own)
  const { result } = model
  const rows = 'measures' in reading
  return {
    ...model,
    id: null,
    job: null,
    compare: null,
    another: null,
    report: null,
    connection: null,
    news: null,
    result: {
      ...result,
      state: toReadersState(result.state, reading),
      radar: result.radar && { ...result.radar, heading: withoutId(result.radar.heading, job.id) },
      clips: { items: [], unlisted: null },
      extras: null,
      notices: toReadersNotices(result.notices),
      limits: toReadersNotices(result.limits),
      quotations: [],
      downloads: rows ? { csv: urls.sharedCsv(token), json: null, xml: null } : null,
    },
    shared: {
      ...partOf(link),
      changed: changedWords(link.jobs[0], { job, reading }),
      without: result.clips.items.length > 0 ? NO_CLIPS : null,
    },
  }
}

/** The page of a comparison without links to other jobs. A job that cannot be shown is null. */
export function toSharedComparison(
  link: CoachLink,
  jobs: readonly (JobResult | null)[],
  token: string,
  urls: Urls,
): ComparePage {
  const shown = jobs.filter((one) => one !== null)
  const model = toComparePage(shown, urls)
  const lost = jobs.length - shown.length
  const changed = jobs.flatMap((one, index) =>
    one === null || isSame(link.jobs[index], one) ? [] : one,
  )
  return {
    ...model,
    jobs: model.jobs.map((job) => ({ ...job, result: null, without: null })),
    missing: lost === 0 ? [] : [{ id: null, why: lostWords(lost), without: null }],
    downloads: { csv: model.downloads.csv && urls.sharedCsv(token), xml: null },
    connection: null,
    news: null,
    add: null,
    shared: {
      ...partOf(link),
      changed:
        changed.length === 0
          ? null
          : 'Since this link was made, an analysis was run again, or its player was changed. These are the numbers as they are now.',
      without: null,
    },
  }
}

function partOf({ madeAt, endsAt }: CoachLink): Pick<SharedPart, 'made' | 'ends'> {
  return { made: moment(madeAt), ends: moment(endsAt) }
}

function isSame(linked: LinkedJob | undefined, { job, reading }: JobResult): boolean {
  return linked?.mark === resultMark(job, reading)
}

/** The link shows the job as it is now, so it must say if the job is not what was shared. */
function changedWords(linked: LinkedJob | undefined, shown: JobResult): string | null {
  if (isSame(linked, shown)) return null
  return 'measures' in shown.reading
    ? 'Since this link was made, the analysis was run again, or its player was changed. These are the numbers as they are now.'
    : 'Since this link was made, the analysis was begun again. The result that was shared is not there any more.'
}

function lostWords(lost: number): string {
  return lost === 1
    ? 'One player of this comparison cannot be shown at present, or is not there any more.'
    : `${lost} players of this comparison cannot be shown at present, or are not there any more.`
}

/** Advice and the service’s own words of a failure are for analysts, so they are left out. */
function toReadersState(state: StateView, { kind }: ResultReading): StateView {
  const known = kind === 'failed' ? 'There is no result of this analysis.' : state.known
  return { ...state, known, next: null, words: null }
}

function toReadersNotices(notices: readonly Explanation[]): Explanation[] {
  return notices.map((notice) => ({ ...notice, whatToDo: '' }))
}

function withoutId(heading: readonly string[], id: string): string[] {
  return heading.map((row) =>
    row
      .split(' · ')
      .filter((part) => part !== `job ${id}`)
      .join(' · '),
  )
}
