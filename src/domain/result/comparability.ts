import { haveSameAxes } from './axes.ts'
import type { JobResult } from './result.ts'
import { revisionOf } from './version.ts'

/** Coverages this far apart (percentage points) come from very different amounts of video. */
const FAR_APART_PCT = 20
/** A result with this many times the samples of another has much more evidence. */
const MORE_SAMPLES = 3

/** The reasons not to compare these players, in sentences; empty if there are none. */
export function doubtsOf(compared: readonly JobResult[]): string[] {
  if (compared.length < 2) return []
  return [
    rolesDiffer(compared),
    categoriesDiffer(compared),
    evidenceDiffers(compared),
    versionsDiffer(compared),
  ].filter((words) => words !== null)
}

function rolesDiffer(compared: readonly JobResult[]): string | null {
  const roles = compared.map(({ job }) => job.role)
  const [first = null] = roles
  if (roles.every((role) => haveSameAxes(first, role))) return null
  return `They play in different roles (${said(roles, 'role not given')}), so each role has a radar of its own, and skills of the same name may be judged otherwise.`
}

function categoriesDiffer(compared: readonly JobResult[]): string | null {
  const categories = compared.map(({ job }) => job.category)
  const plain = categories.map((category) => category?.trim().toLowerCase() ?? null)
  if (new Set(plain).size < 2) return null
  return `They play in different categories (${said(categories, 'category not given')}).`
}

function evidenceDiffers(compared: readonly JobResult[]): string | null {
  const kinds = new Set(compared.map(({ reading }) => reading.kind === 'rated'))
  if (kinds.size === 2)
    return 'Not all of them are rated: only the tracking numbers can be compared.'
  const known = compared.flatMap(({ reading }) => ('tracking' in reading ? [reading.tracking] : []))
  const coverage = known.flatMap(({ coveragePct }) => coveragePct ?? [])
  if (coverage.length > 1 && Math.max(...coverage) - Math.min(...coverage) >= FAR_APART_PCT) {
    return `They were followed in very different shares of the frames (${coverage.map((pct) => `${pct} %`).join(', ')}).`
  }
  const samples = known.flatMap(({ samples }) => samples ?? [])
  if (samples.length > 1 && Math.max(...samples) >= MORE_SAMPLES * Math.min(...samples)) {
    return `Their numbers rest on very different numbers of samples (${samples.join(', ')}).`
  }
  return known.length > 1 && coverage.length > 0 && coverage.length < known.length
    ? 'Of some of them the service does not say how far they were followed.'
    : null
}

function versionsDiffer(compared: readonly JobResult[]): string | null {
  const versions = compared.flatMap(({ job, reading }) => {
    if (!('measures' in reading)) return []
    return revisionOf(job.result)
  })
  return new Set(versions).size < 2
    ? null
    : 'Their results come from different versions of the service, which score in different ways.'
}

function said(names: readonly (string | null)[], unnamed: string): string {
  return [...new Set(names.map((name) => name ?? unnamed))].join(', ')
}
