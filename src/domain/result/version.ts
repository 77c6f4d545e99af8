import { foreignText } from '../text/foreign-text.ts'
import { asRecord, asString } from '../text/reading.ts'

/**
 * The version of the service that scored a result, taken from the full result itself (docs/decisions/club/cohort.md).
 * The service that answers today may be newer: it passes on results that an older version has scored.
 */
export interface ResultVersion {
  /** `schema_version`, and which fields the result has: the oldest results name no version. */
  revision: string
  /** `score_provenance.version`; empty if the result has none. */
  model: string
}

export function resultVersionOf(result: unknown): ResultVersion {
  return {
    revision: revisionOf(result),
    model: foreignText(asRecord(asRecord(result)['score_provenance'])['version']) ?? '',
  }
}

/** The fields of a result show which version scored it; versions score differently (docs/contract.md#versions). */
export function revisionOf(result: unknown): string {
  const fields = asRecord(result)
  const named = foreignText(asString(fields['schema_version'])) ?? ''
  return `${named} ${'match_rating_10' in fields} ${'evaluation_status' in fields}`
}

/** The version in words for a page. */
export function versionWords(result: unknown): string {
  const named = foreignText(asRecord(result)['schema_version'])
  const { model } = resultVersionOf(result)
  const parts = [named === null ? [] : [`version ${named}`], model === '' ? [] : [`model ${model}`]]
  return parts.flat().join(', ') || 'no version named'
}
