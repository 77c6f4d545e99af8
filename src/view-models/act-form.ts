import { type Act, permission } from '../domain/job/allowed-actions.ts'
import type { Job } from '../domain/job/job.ts'
import { ABLE, type ServiceFacts } from '../domain/job/service-facts.ts'
import { versionOf } from '../domain/job/version.ts'
import type { Urls } from '../urls.ts'

/** A form of the flow: where it posts, and the version of the job that the page was made from. */
export interface ActForm {
  action: string
  /** The service's attempt, or what stands for it (`versionOf`); empty while nothing is chosen. */
  attempt: string
  /** It throws a finished result away, so the form asks for `discard` first. */
  discards: boolean
}

/** Null where the job does not allow the act now, or the service does not have it. */
export function actForm(
  job: Job,
  act: Act,
  urls: Urls,
  service: ServiceFacts = ABLE,
): ActForm | null {
  const may = permission(job, act, service)
  if (!may.allowed) return null
  return {
    action: urls.act(job.id, act),
    attempt: versionOf(job) ?? '',
    discards: may.discardsResult,
  }
}
