/** @import { Context } from './action.types.ts' */

/** The request of an action in an event of htmx. @param {Event} event */
export function actionOf(event) {
  const { ctx } = /** @type {CustomEvent<{ctx?: Context}>} */ (event).detail
  return ctx?.request?.method?.toUpperCase() === 'POST' ? ctx : null
}
