import { foreignText } from '../text/foreign-text.ts'
import { asRecord, asString } from '../text/reading.ts'

/**
 * Which version of the service scored a result, by what the full result itself names (docs/decisions/club/cohort.md).
 * The service that answers today may be another: a newer one hands on what an older one has scored.
 */
export interface ResultVersion {
  /** `schema_version`, and which fields the result has: the oldest results name no version. */
  revision: string
  /** `score_provenance.version`; empty where the result names none. */
  model: string
}

export function resultVersionOf(result: unknown): ResultVersion {
  return {
    revision: revisionOf(result),
    model: foreignText(asRecord(asRecord(result)['score_provenance'])['version']) ?? '',
  }
}

/** Versions score differently; a result shows its version by the names that it has (docs/contract.md#versions). */
export function revisionOf(result: unknown): string {
  const fields = asRecord(result)
  const named = foreignText(asString(fields['schema_version'])) ?? ''
  return `${named} ${'match_rating_10' in fields} ${'evaluation_status' in fields}`
}

/** As a page says it. */
export function versionWords(result: unknown): string {
  const named = foreignText(asRecord(result)['schema_version'])
  const { model } = resultVersionOf(result)
  const parts = [named === null ? [] : [`version ${named}`], model === '' ? [] : [`model ${model}`]]
  return parts.flat().join(', ') || 'no version named'
}
