import type { Action } from '../job/allowed-actions.ts'
import type { Job } from '../job/job.ts'
import type { Candidates } from '../player/candidates.ts'
import type { ShirtsSeen } from '../track/shirts-seen.ts'

/** A form as it arrives: a repeated name is a list. */
export type Fields = Record<string, string | string[] | undefined>

/** What is wrong with a field of a form. A null `field` means the whole form. */
export interface FormFault {
  field: string | null
  message: string
}

/**
 * The JSON body made from a form, or the faults of the form. The contract for scripts judges the body too. `instead`
 * is the action that the body is for, if it is not the action that the form was sent to.
 */
export type Decoded = { body: unknown; instead?: Action } | { faults: FormFault[] }

/** The present job. A form only names frames and tracks, so their boxes and times are read from the job. */
export interface FormContext {
  job: Job
  candidates: Candidates | null
  /** Null or absent until the shirts have been looked at. */
  shirts?: ShirtsSeen | null
}

/** The trimmed text of a field; the last one if the field is repeated, `''` if it is absent. */
export function textOf(fields: Fields, name: string): string {
  const value = fields[name]
  return (Array.isArray(value) ? (value.at(-1) ?? '') : (value ?? '')).trim()
}

/** A track id in the form of the service: digits become a number. */
export function trackIdOf(text: string): number | string {
  const id = /^\d+$/.test(text) ? Number(text) : text
  return Number.isSafeInteger(id) ? id : text
}

export function fault(field: string | null, message: string): Decoded {
  return { faults: [{ field, message }] }
}
