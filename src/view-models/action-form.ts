import { type Action, permission } from '../domain/job/allowed-actions.ts'
import type { Job } from '../domain/job/job.ts'
import { ABLE, type ServiceFacts } from '../domain/job/service-facts.ts'
import { versionOf } from '../domain/job/version.ts'
import type { Urls } from '../urls.ts'

/** A form of the flow: where it posts, and the version of the job that the page was made from. */
export interface ActionForm {
  action: string
  /** The service's attempt, or what replaces it (`versionOf`); empty while nothing is chosen. */
  attempt: string
  /** True if the action throws a finished result away: the form then asks for `discard` first. */
  discards: boolean
}

/** A form that starts the analysis, or starts it again. */
export interface StartForm extends ActionForm {
  /** The track of the player to start with; empty if the player was drawn by hand. */
  player: string
  /** The digest of the names that the page says the result is filed under. */
  names: string
}

export function startForm(
  job: Job,
  urls: Urls,
  service: ServiceFacts,
  action: 'enqueue' | 'retry' = 'enqueue',
): StartForm | null {
  const form = actionForm(job, action, urls, service)
  return form && { ...form, player: String(job.playerRef?.trackId ?? ''), names: job.namesDigest }
}

/** Null if the job does not allow the action now, or the service does not have it. */
export function actionForm(
  job: Job,
  action: Action,
  urls: Urls,
  service: ServiceFacts = ABLE,
): ActionForm | null {
  const may = permission(job, action, service)
  if (!may.allowed) return null
  return {
    action: urls.action(job.id, action),
    attempt: versionOf(job) ?? '',
    discards: may.discardsResult,
  }
}
