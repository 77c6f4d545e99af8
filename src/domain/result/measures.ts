import { beginningOf, type Cut, listOf } from '../text/cut.ts'
import { foreignText } from '../text/foreign-text.ts'
import { readableName } from '../text/readable-name.ts'
import { asNumber, asRecord, asString } from '../text/reading.ts'
import { axesOf } from './axes.ts'
import { readMissingSkills } from './extras.ts'
import { KNOWN_MEASURES, skill } from './known-measures.ts'
import { knownMeasure, type Measure, unknownMeasure } from './measure.ts'
import { GROUPS, type MeasureGroup } from './measure-kinds.ts'
import { type FoundNumber, findNumbers } from './numbers.ts'
import { samplesOf } from './samples.ts'

/**
 * The rows of the "Result" table, in order. A missing number is "not measured", or "withheld" if the evaluation
 * guard removed it (docs/contract.md#evaluation-guard). It is never 0.
 * `guarded`: the guard removed the scores. `cuts` collects the lists that were too long.
 */
export function readMeasures(
  result: Record<string, unknown>,
  role: string | null,
  guarded: boolean,
  cuts: Cut[] = [],
): Measure[] {
  const numbers = findNumbers(result)
  dropSuperseded(numbers)
  dropEmptySamples(result, numbers)
  const samples = samplesOf(result, numbers)
  const rows = (group: MeasureGroup): Measure[] => {
    if (group === 'skills') return skillRows(result, role, samples.skills, cuts)
    if (group === 'impact') return impactRows(result, numbers, samples.impact, cuts)
    if (group === 'other') return unknownRows(numbers, cuts)
    return knownRows(result, numbers, group, samples[group], guarded)
  }
  return (Object.keys(GROUPS) as MeasureGroup[]).flatMap(rows)
}

/** Names of the metrics that the guard removed. */
export function removedMetrics(result: Record<string, unknown>, cuts: Cut[] = []): string[] {
  const { removed_unvalidated_metrics: removed } = asRecord(result['evidence_metrics'])
  return strings(listOf(removed, 'withheld numbers', cuts))
}

function knownRows(
  result: Record<string, unknown>,
  numbers: Map<string, FoundNumber>,
  group: MeasureGroup,
  sample: string,
  guarded: boolean,
): Measure[] {
  const removed = removedMetrics(result)
  return Object.entries(KNOWN_MEASURES[group] ?? {}).flatMap(([key, known]) => {
    const found = numbers.get(key)
    if (found === undefined && !removed.includes(key)) return []
    const withheld = removed.includes(key) || (guarded && group === 'scores')
    const source = found?.source ?? `evidence_metrics.${key}`
    const absence = withheld ? 'withheld' : 'not measured'
    return [knownMeasure({ key, source, group, sample }, known, found?.value ?? null, absence)]
  })
}

function skillRows(
  result: Record<string, unknown>,
  role: string | null,
  sample: string,
  cuts: Cut[],
): Measure[] {
  const radar = asRecord(result['radar'])
  const skills = Object.keys(radar).length > 0 ? radar : asRecord(result['breakdown'])
  const missing = readMissingSkills(result, cuts)
  const named = [...beginningOf(Object.keys(skills), 'skills', cuts), ...missing.keys()]
  const timesSeen = new Map<string, number>()
  return axesOf(role, named).map((axis) => {
    const key = `radar.${axis}`
    const known = skill(axis)
    // Names may differ only in invisible characters. Each gets its own row, and a number tells them apart.
    const nth = (timesSeen.get(known.label) ?? 0) + 1
    timesSeen.set(known.label, nth)
    const label = nth === 1 ? known.label : `${known.label} (${nth})`
    const value = Object.hasOwn(skills, axis) ? asNumber(skills[axis]) : null
    const place = { key, source: key, group: 'skills', sample } as const
    const row = knownMeasure(place, { ...known, label }, value, 'not measured')
    const reason = value === null ? (missing.get(axis) ?? null) : null
    return reason === null ? row : { ...row, why: reasonWords(reason) }
  })
}

/** Only rows that have a number: older and guarded results name all parts of the impact without numbers. */
function impactRows(
  result: Record<string, unknown>,
  numbers: Map<string, FoundNumber>,
  sample: string,
  cuts: Cut[],
): Measure[] {
  const adjustments = knownRows(result, numbers, 'impact', sample, false)
  const parts = Object.entries(asRecord(result['impact_components'])).flatMap(([name, part]) => {
    const value = asNumber(part) ?? asNumber(asRecord(part)['value'])
    const key = `impact_components.${name}`
    if (value === null) return []
    const label = readableName(foreignText(name) ?? '')
    const meaning = 'One part of the impact. The service does not say on which scale.'
    return [
      { ...unknownMeasure(key, key, value), group: 'impact' as const, label, sample, meaning },
    ]
  })
  return [
    ...adjustments.filter(({ value }) => value !== null),
    ...beginningOf(parts, 'parts of the impact', cuts),
  ]
}

function unknownRows(numbers: Map<string, FoundNumber>, cuts: Cut[]): Measure[] {
  const known = new Set(Object.values(KNOWN_MEASURES).flatMap((group) => Object.keys(group)))
  const unknown = [...numbers].flatMap(([key, { source, value }]) =>
    value === null || known.has(key) ? [] : [{ key, source, value }],
  )
  return beginningOf(unknown, 'other numbers', cuts).map(({ key, source, value }) =>
    unknownMeasure(key, source, value),
  )
}

/** Drops overall and role score beside a match rating: they are always null there (docs/contract.md#result-lite). */
function dropSuperseded(numbers: Map<string, FoundNumber>): void {
  if (!numbers.has('match_rating_10')) return
  for (const key of ['overall_score', 'role_score']) {
    if (numbers.get(key)?.value === null) numbers.delete(key)
  }
}

/** Drops unmeasured zeros: the upstream writes 0 for movement over 0 samples and for continuity without a source. */
function dropEmptySamples(
  result: Record<string, unknown>,
  numbers: Map<string, FoundNumber>,
): void {
  const samples = 'image_motion.observed_samples'
  const noMotion = numbers.get(samples)?.value === 0
  const source = asRecord(result['tracking_signals'])['tracklet_continuity_source']
  for (const [key, found] of numbers) {
    const empty =
      (noMotion && key.startsWith('image_motion.') && key !== samples) ||
      (source === 'unavailable' && key === 'tracklet_continuity_pct')
    if (empty) numbers.set(key, { ...found, value: null })
  }
}

function strings(entries: readonly unknown[]): string[] {
  return entries.flatMap((entry) => asString(entry) ?? [])
}

/** Makes a code readable. A sentence of the service stays as it is. */
function reasonWords(reason: string): string {
  return /^[A-Z0-9_]+$/i.test(reason) ? `${readableName(reason)}.` : reason
}
