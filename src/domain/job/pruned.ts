import { ownText } from '../text/own-text.ts'
import { isRecord } from '../text/reading.ts'

/** Copies JSON up to `most` characters and values together, and leaves out the rest. */
export function pruned(value: unknown, most: number): unknown {
  return copy(value, { room: most })
}

function copy(value: unknown, left: { room: number }): unknown {
  left.room -= 1
  if (typeof value === 'string') return copyText(value, left)
  if (Array.isArray(value)) {
    return fitting(value, left).map((entry) => copy(entry, left))
  }
  if (!isRecord(value)) return value
  const entries = fitting(Object.entries(value), left)
  return Object.fromEntries(
    entries.map(([name, entry]) => [copyText(name, left), copy(entry, left)]),
  )
}

/** The first entries, as many as there is room for: each entry counts at least 1. */
function fitting<T>(entries: T[], { room }: { room: number }): T[] {
  return entries.slice(0, Math.max(0, room))
}

function copyText(text: string, left: { room: number }): string {
  const room = Math.max(0, left.room)
  left.room -= text.length
  return text.length <= room ? text : ownText(text.slice(0, room))
}
