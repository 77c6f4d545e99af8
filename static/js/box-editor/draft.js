/**
 * An unsent box outlives reload, Back and a lost session. It is given back only where the page
 * still shows the box that it was made from: a new suggestion or a stored target wins.
 *
 * @import { Content } from './types.ts'
 */
import { same } from '../box-rules.js'

/** @param {string} key @param {Content} from the box that the page came with @returns {Content} */
export function readDraft(key, from) {
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? 'null')
    return draft && same(draft.from, from) ? draft.box : null
  } catch {
    return null
  }
}

/** @param {string} key @param {Content} from @param {Content} box */
export function keepDraft(key, from, box) {
  try {
    if (same(from, box)) localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify({ from, box }))
  } catch {
    // Storage is full or forbidden: the editor works without it.
  }
}
