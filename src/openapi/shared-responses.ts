import type { ApiOperation, ApiResponse } from './types.ts'

/**
 * Moves answers that several operations share to one place in the document, and puts references in the operations.
 *
 * @returns `components.responses`
 */
export function shareResponses(
  paths: Readonly<Record<string, Record<string, ApiOperation>>>,
): Record<string, ApiResponse> {
  const operations = Object.values(paths).flatMap((path) => Object.values(path))
  const places = new Map<string, { status: string; operations: ApiOperation[] }>()
  for (const operation of operations) {
    for (const [status, response] of Object.entries(operation.responses)) {
      const text = JSON.stringify(response)
      const known = places.get(text) ?? { status, operations: [] }
      places.set(text, { status, operations: [...known.operations, operation] })
    }
  }
  const shared: Record<string, ApiResponse> = {}
  for (const [text, { status, operations }] of places) {
    if (operations.length === 1) continue
    const name = nameFor(status, shared)
    shared[name] = JSON.parse(text)
    for (const operation of operations) {
      operation.responses = {
        ...operation.responses,
        [status]: { $ref: `#/components/responses/${name}` },
      }
    }
  }
  return shared
}

/** `Answer404`, `Answer404b` and so on. */
function nameFor(status: string, taken: Readonly<Record<string, unknown>>): string {
  const letters = ['', ...'bcdefghijklmnopqrstuvwxyz']
  return (
    letters.map((letter) => `Answer${status}${letter}`).find((name) => !(name in taken)) ?? status
  )
}
