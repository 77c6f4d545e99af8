import type { ClubState, Cursor } from './listed-job.ts'

/**
 * The order of the list. Jobs that wait for an analyst come first, then running jobs, the oldest first in both. Ended
 * jobs come last, the newest first. `order` always rises.
 */
export function rankOf(state: ClubState): number {
  if (state === 'waiting') return 0
  return state === 'running' ? 1 : 2
}

/** @param since milliseconds since the epoch */
export function orderOf(state: ClubState, since: number): number {
  return rankOf(state) === 2 ? -since : since
}

/** Writes a place as the `cursor` of an address. */
export function cursorOf({ rank, order, jobId }: Cursor): string {
  return `${rank}.${order}.${jobId}`
}

const CURSOR = /^([0-2])\.(-?\d{1,15})\.([A-Za-z0-9][A-Za-z0-9_-]{0,63})$/

/** Null if the text is not one of our cursors. */
export function readCursor(cursor: string): Cursor | null {
  const [, rank, order, jobId] = CURSOR.exec(cursor) ?? []
  if (rank === undefined || order === undefined || jobId === undefined) return null
  return { rank: Number(rank), order: Number(order), jobId }
}
