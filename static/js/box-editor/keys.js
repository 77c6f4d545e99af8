/** @import { Action } from './types.ts' */

/**
 * What a key does while the box has focus (docs/shortcuts.md); null: not ours.
 * @param {Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey' | 'repeat'>} event
 * @returns {Action | null}
 */
export function actionOfKey({ key, shiftKey, ctrlKey, metaKey, altKey, repeat }) {
  const name = key.toLowerCase()
  if (altKey) return null
  if (ctrlKey || metaKey) {
    if (name === 'y' || (name === 'z' && shiftKey)) return { type: 'redo' }
    return name === 'z' ? { type: 'undo' } : null
  }
  if (/^arrow/.test(name)) return { type: 'key', key, step: shiftKey ? 10 : 1, repeat }
  // Plus and minus share their keys with = and _ on many keyboards.
  if (/^[+=]$/.test(key)) return { type: 'key', key: '+', step: 1, repeat }
  if (/^[-_]$/.test(key)) return { type: 'key', key: '-', step: 1, repeat }
  if (name === 'escape') return { type: 'cancel' }
  return (name === 'r' || name === 'enter') && !repeat ? { type: 'mode' } : null
}
