import { type Cut, listOf } from '../text/cut.ts'
import { foreignCode, foreignText, MESSAGE } from '../text/foreign-text.ts'
import { asCount, asNumber, asRecord } from '../text/reading.ts'
import type { Stretch } from './tracking.ts'

/** A picture that the service keeps so that somebody can check whom it followed. */
interface ReviewFrame {
  timeSec: number | null
  hasPlayer: boolean | null
  isTarget: boolean
}

/** A capability that the analysis needs. `available` is false if this service does not have it. */
interface Capability {
  name: string
  available: boolean
  validated: boolean | null
}

/** What a full result says apart from its numbers (docs/contract.md#evaluation-guard). */
export interface Extras {
  reviewFrames: ReviewFrame[]
  capabilities: Capability[]
  /** The part of the video that was analysed; null if the service names none. */
  window: Stretch | null
  /** How many parts of the video were analysed, and how many there are; null if the service does not count them. */
  windows: { done: number; total: number } | null
  /** How far the service trusts its own rating, 0 to 1. Older versions give it. */
  confidence: number | null
  /** The service's own words about clips that it could not cut. */
  clipError: string | null
  /** What the analyst should do, as a code of the service. */
  actionRequired: string | null
}

export function readExtras(result: Record<string, unknown>, cuts: Cut[]): Extras {
  const report = asRecord(result['report'])
  const outcome = asRecord(result['analysis_outcome'])
  const confidence = asNumber(report['confidence'])
  return {
    reviewFrames: listOf(result['tracking_review_frames'], 'frames for review', cuts).map(
      readReviewFrame,
    ),
    capabilities: readCapabilities(result),
    window: readWindow(report['analysis_window'] ?? result['analysis_window']),
    windows: readWindows(outcome),
    confidence: confidence !== null && confidence >= 0 && confidence <= 1 ? confidence : null,
    clipError: foreignText(result['clip_extraction_error'], MESSAGE),
    actionRequired:
      foreignCode(asRecord(result['tracking'])['action_required']) ??
      foreignCode(outcome['action_required']),
  }
}

/**
 * Reads the skills that the service could not score, with the reason if it gives one. They may be a list of names, a
 * list of `{skill, reason}`, or reasons by name, in the result or in its report.
 */
export function readMissingSkills(
  result: Record<string, unknown>,
  cuts: Cut[],
): Map<string, string | null> {
  const report = asRecord(result['report'])
  const missing = new Map<string, string | null>()
  for (const value of [
    result['skills_missing'],
    report['skills_missing'],
    report['missing_skills'],
  ]) {
    const entries = Array.isArray(value)
      ? listOf(value, 'skills', cuts).map((entry) => nameAndReason(entry))
      : listOf(Object.entries(asRecord(value)), 'skills', cuts).map((entry) => {
          const [name, reason] = entry as [string, unknown]
          return { name, reason: foreignText(reason, MESSAGE) ?? nameAndReason(reason).reason }
        })
    for (const { name, reason } of entries) {
      if (name !== null) missing.set(name, missing.get(name) ?? reason)
    }
  }
  return missing
}

function nameAndReason(value: unknown): { name: string | null; reason: string | null } {
  if (typeof value === 'string') return { name: value.trim() === '' ? null : value, reason: null }
  const entry = asRecord(value)
  const name = [entry['skill'], entry['name'], entry['key']].find((one) => typeof one === 'string')
  const reason = foreignText(entry['reason'], MESSAGE) ?? foreignText(entry['why'], MESSAGE)
  return { name: typeof name === 'string' && name.trim() !== '' ? name : null, reason }
}

function readReviewFrame(value: unknown): ReviewFrame {
  const frame = asRecord(value)
  const timeSec = asNumber(frame['time_sec'])
  return {
    timeSec: timeSec !== null && timeSec >= 0 ? timeSec : null,
    hasPlayer: typeof frame['has_player'] === 'boolean' ? frame['has_player'] : null,
    isTarget: frame['is_target'] === true,
  }
}

/** More capabilities than any version of the service gives. */
const MOST_CAPABILITIES = 50

function readCapabilities(result: Record<string, unknown>): Capability[] {
  const details = asRecord(result['capability_details'])
  return Object.entries(asRecord(result['capabilities']))
    .slice(0, MOST_CAPABILITIES)
    .flatMap(([key, value]) => {
      const name = foreignText(key)
      const { validated } = asRecord(details[key])
      if (name === null || typeof value !== 'boolean') return []
      return [
        { name, available: value, validated: typeof validated === 'boolean' ? validated : null },
      ]
    })
}

function readWindow(value: unknown): Stretch | null {
  const [first, second] = Array.isArray(value) ? value : []
  const entry = asRecord(value)
  const startSec = asNumber(first ?? entry['start_sec'] ?? entry['start'])
  const endSec = asNumber(second ?? entry['end_sec'] ?? entry['end'])
  if (startSec === null || endSec === null || startSec < 0 || endSec <= startSec) return null
  return { startSec, endSec }
}

function readWindows(outcome: Record<string, unknown>): Extras['windows'] {
  const [done, total] = [asCount(outcome['windows_processed']), asCount(outcome['windows_total'])]
  return done === null || total === null || total === 0 || done > total ? null : { done, total }
}
