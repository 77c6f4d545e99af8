/**
 * The pages two either side of a frame, fetched ahead.
 *
 * @import { Ahead, PageNow } from './ahead.types.ts'
 */
import { parsed } from './put.js'

/** How long a page fetched ahead is kept, milliseconds. */
const KEPT_MS = 60_000
const MOST_PAGES = 12
/** A page fetched ahead is checked first, for no longer, milliseconds. */
const CHECKED_WITHIN_MS = 80

/** @type {Map<string, {at: number, page: Promise<Ahead>}>} */
const pages = new Map()

/** @param {string} href */
function pageAt(href) {
  const known = pages.get(href)
  if (known && performance.now() - known.at < KEPT_MS) return known.page
  return keep(href, fetchPage(href, ''))
}

/** @param {string} href @param {Promise<Ahead>} page */
function keep(href, page) {
  pages.set(href, { at: performance.now(), page })
  const oldest = pages.keys().next().value
  if (pages.size > MOST_PAGES && oldest) pages.delete(oldest)
  return page
}

/** @param {string} href @param {string} tag of the page that is known; `html` is empty where it is the same */
async function fetchPage(href, tag) {
  const answer = await fetch(href, { headers: { Accept: 'text/html', 'If-None-Match': tag } })
  if (answer.status === 304) return { html: '', tag }
  if (!answer.ok || new URL(answer.url).pathname !== new URL(href).pathname)
    throw new Error(answer.statusText)
  return { html: await answer.text(), tag: answer.headers.get('etag') ?? '' }
}

/** @type {PageNow} */
export const pageNow = async (href) => {
  const known = pages.has(href)
  const ahead = await pageAt(href)
  if (!known) return { html: ahead.html, checked: true, late: Promise.resolve('') }
  const late = newerThan(href, ahead)
  const soon = new Promise((resolve) => setTimeout(resolve, CHECKED_WITHIN_MS, null))
  const html = /** @type {string | null} */ (await Promise.race([late, soon]))
  if (html === null) return { html: ahead.html, checked: false, late }
  return { html: html || ahead.html, checked: true, late: Promise.resolve('') }
}

/** @param {string} href @param {Ahead} ahead @returns {Promise<string>} empty where it is the same */
async function newerThan(href, ahead) {
  try {
    const page = await fetchPage(href, ahead.tag)
    if (page.html) await keep(href, Promise.resolve(page))
    return page.html
  } catch (error) {
    // Without a connection the page that is there is shown. The browser opens an answer that is no frame.
    if (error instanceof TypeError) return ''
    throw error
  }
}

/** The job has changed: what was fetched before is of no use. */
export function forgetPages() {
  pages.clear()
}

/** @param {string} href */
async function fetchAhead(href) {
  try {
    const image = parsed((await pageAt(href)).html).querySelector(
      '#frame .box-stage img, #frame .picture img',
    )
    if (image instanceof HTMLImageElement) {
      const ahead = new Image()
      ahead.src = image.src
      await ahead.decode()
    }
  } catch {
    pages.delete(href)
  }
}

export function fetchNeighbours() {
  const frame = document.getElementById('frame')
  /** @type {string[]} */
  const ahead = JSON.parse(frame?.dataset['ahead'] ?? '[]')
  for (const href of ahead) fetchAhead(new URL(href, location.href).href).catch(reportError)
}
