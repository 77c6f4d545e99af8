import { WORKED_JOB } from './guide/worked-job.ts'
import { OPERATIONS } from './operations/index.ts'

/** The recorded exchanges that the document and its page show. */
export function exampleNames(): string[] {
  const names = OPERATIONS.flatMap(({ answers, bodies = [], refusals = [] }) => [
    ...bodies,
    ...Object.values(answers).flatMap(({ examples = [] }) => examples),
    ...refusals,
  ])
  return [...new Set([...names, ...WORKED_JOB.map(({ recorded }) => recorded)])].sort()
}
