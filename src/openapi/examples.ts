import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Example } from './types.ts'

/** Recorded exchanges with the service by name; `test/openapi/write-examples.ts` takes them from the recordings. */
const EXAMPLES: ReadonlyMap<string, Example> = new Map(
  readFileSync(join(import.meta.dirname, 'examples.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '')
    .map((line): [string, Example] => {
      const { name, ...example } = JSON.parse(line)
      return [name, example]
    }),
)

/** @throws Error if the file has no example of this name */
export function exampleOf(name: string): Example {
  const example = EXAMPLES.get(name)
  if (example === undefined) throw new Error(`src/openapi/examples.jsonl has no ${name}`)
  return example
}
