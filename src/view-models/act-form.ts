import { type Act, permission } from '../domain/allowed-acts.ts'
import type { Job } from '../domain/job.ts'
import { ABLE, type ServiceFacts } from '../domain/service-facts.ts'
import type { Urls } from '../urls.ts'

/** A form of the flow: where it posts, and the attempt that the page was made from. */
export interface ActForm {
  action: string
  /** Empty where the job has no attempt yet. */
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
    attempt: job.attemptId ?? '',
    discards: may.discardsResult,
  }
}
