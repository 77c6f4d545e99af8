import { readableName } from '../text/readable-name.ts'
import { FAILED_RUNS } from './failed-runs.ts'
import { NOT_MEASURED } from './not-measured.ts'
import { WEAK_EVIDENCE } from './weak-evidence.ts'

const WORDS = { ...NOT_MEASURED, ...WEAK_EVIDENCE, ...FAILED_RUNS }

/** A warning, failure reason or reason code in plain words. `tone` says how serious it is. */
export interface Explanation {
  code: string
  title: string
  meaning: string
  whatToDo: string
  tone: 'info' | 'warn' | 'error'
}

/**
 * Explains a code of `warnings`, `failure_reason` or `reason_codes` (docs/contract.md#evaluation-guard).
 * An unknown code is shown by its readable name, as something that the service reported.
 */
export function explainCode(code: string): Explanation {
  const known = Object.hasOwn(WORDS, code) ? WORDS[code] : undefined
  if (known === undefined) {
    return {
      code,
      title: readableName(code),
      meaning: 'The service reported this; Touchline has no explanation for it.',
      whatToDo: 'Ask an administrator what it means.',
      tone: 'warn',
    }
  }
  const [tone, title, meaning, whatToDo] = known
  return { code, title, meaning, whatToDo, tone }
}

/** States that the service puts among the reason codes, although they are not warnings. */
const NO_WARNING = new Set(['SUCCEEDED'])

/** Explains each code once. The most serious come first, otherwise the order stays. */
export function explainCodes(codes: readonly string[]): Explanation[] {
  const loudness = { error: 0, warn: 1, info: 2 }
  const warnings = [...new Set(codes)].filter((code) => !NO_WARNING.has(code))
  return warnings.map(explainCode).sort((a, b) => loudness[a.tone] - loudness[b.tone])
}

/**
 * Codes that the guard adds to nearly every job, in any state. They do not mean a failure
 * (docs/contract.md#evaluation-guard).
 */
const ADDED_BY_GUARD = new Set([
  'PLAYER_EVALUATION_WITHHELD',
  'CROSS_SHOT_IDENTITY_UNVALIDATED',
  'TRACKING_EVIDENCE_INSUFFICIENT',
])

export function withoutGuard(codes: readonly string[]): string[] {
  return codes.filter((code) => !ADDED_BY_GUARD.has(code))
}
