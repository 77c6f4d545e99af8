/** Undo and redo without a limit. Pure. @import { Content, History } from './types.ts' */
import { same } from '../box-rules.js'

/** @param {Content} now @returns {History} */
export const begin = (now) => ({ past: [], now, future: [], tag: '' })

/**
 * Adds a step; one that goes on with the gesture of the same tag joins its step.
 * @param {History} history @param {Content} box @param {string} [tag] @param {boolean} [goesOn]
 * @returns {History}
 */
export function commit(history, box, tag = '', goesOn = false) {
  const { past, now } = history
  if (same(box, now)) return history
  if (!goesOn || tag !== history.tag) return { past: [...past, now], now: box, future: [], tag }
  // A gesture that came back to where it began leaves no step behind.
  if (same(box, past.at(-1) ?? null)) return { ...begin(box), past: past.slice(0, -1) }
  return { past, now: box, future: [], tag }
}

/** @param {History} history @returns {History} */
export function undo(history) {
  const { past, now, future } = history
  const before = past.at(-1)
  if (before === undefined) return history
  return { past: past.slice(0, -1), now: before, future: [now, ...future], tag: '' }
}

/** @param {History} history @returns {History} */
export function redo({ past, now, future: [next, ...future] }) {
  if (next === undefined) return { past, now, future, tag: '' }
  return { past: [...past, now], now: next, future, tag: '' }
}
