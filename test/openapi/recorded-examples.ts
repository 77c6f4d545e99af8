import { exampleNames } from '../../src/openapi/example-names.ts'
import { recordings } from '../support/service/recordings.ts'

/** So many entries of each list are kept: an example shows the shape. */
const KEPT = 2

/** The lines of src/openapi/examples.jsonl, from what was recorded. */
export function recordedExamples(): string[] {
  const all = new Map(recordings().map((recording) => [recording.name, recording]))
  return exampleNames().map((name) => {
    const recording = all.get(name)
    if (recording === undefined) throw new Error(`nothing was recorded as ${name}`)
    const { request, response } = recording
    return JSON.stringify(shortened({ name, request, response }))
  })
}

function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, KEPT).map(shortened)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shortened(one)]))
}
