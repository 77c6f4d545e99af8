import type { Action } from '../job/allowed-actions.ts'
import type { Job } from '../job/job.ts'
import type { Candidates } from '../player/candidates.ts'
import type { ShirtsSeen } from '../track/shirts-seen.ts'

/** A form as it arrives: a repeated name is a list. */
export type Fields = Record<string, string | string[] | undefined>

/** What is wrong with a form, at the field it concerns (null: the form as a whole). */
export interface FormFault {
  field: string | null
  message: string
}

/**
 * The JSON body that a form stands for, for the same contract that judges scripts; or why there is none. `instead`
 * is the action that the body is for, where it is not the one that the form was sent to.
 */
export type Decoded = { body: unknown; instead?: Action } | { faults: FormFault[] }

/** The job as it is now: a form names frames and tracks, their boxes and times are read here. */
export interface FormContext {
  job: Job
  candidates: Candidates | null
  /** Null or absent while nobody has looked at them. */
  shirts?: ShirtsSeen | null
}

/** The trimmed text of a field, the last where it is repeated; `''` where it is absent. */
export function textOf(fields: Fields, name: string): string {
  const value = fields[name]
  return (Array.isArray(value) ? (value.at(-1) ?? '') : (value ?? '')).trim()
}

/** A track id as the service says it: digits are a number. */
export function trackIdOf(text: string): number | string {
  const id = /^\d+$/.test(text) ? Number(text) : text
  return Number.isSafeInteger(id) ? id : text
}

export function fault(field: string | null, message: string): Decoded {
  return { faults: [{ field, message }] }
}
