import type { SourceStandingOf } from '../../domain/images/frame-source.ts'
import type { Job } from '../../domain/job/job.ts'
import type { ResultReading } from '../../domain/result/result.ts'
import type { Urls } from '../../urls.ts'
import { type ClipsView, toClipsView } from './clips.ts'
import { type Headline, toHeadline } from './headline.ts'
import { toSentence } from './sentence.ts'
import { type StateView, toState } from './state.ts'

/** What the page of a job says of its result: `views/fragments/result/summary.eta`. */
export interface ResultSummary {
  state: StateView
  sentence: string
  headline: Headline
  clips: ClipsView
  href: string
}

export function toSummary(
  job: Job,
  reading: ResultReading,
  urls: Urls,
  standing?: SourceStandingOf,
): ResultSummary {
  return {
    state: toState(job, reading),
    sentence: toSentence(job, reading),
    headline: toHeadline(reading),
    clips: toClipsView(job, reading, urls, standing),
    href: urls.result(job.id),
  }
}
