import type { ErrorRow } from '../errors/own-error.ts'
import { OPERATIONS } from './operations/index.ts'
import { errorRowOf, OF_ALL, OF_CLOSED, OF_NONE } from './own-errors.ts'

/** Touchline's own errors that scripts can get, each code once. */
export function ownRows(): ErrorRow[] {
  const kinds = new Set([
    ...OPERATIONS.flatMap(({ own }) => own),
    ...OF_ALL,
    ...OF_CLOSED,
    ...OF_NONE,
  ])
  const rows = new Map([...kinds].map(errorRowOf).map((row) => [row.code, row]))
  return [...rows.values()].sort((a, b) => a.status - b.status)
}
