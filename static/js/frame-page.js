/**
 * Frame after frame without waiting: the pages two either side are fetched ahead with their images,
 * and a step to one of them shows it in place. Links, addresses and Back stay what they are without
 * this script. Arrow left and right step through the frames, with Shift through those that show the
 * chosen track.
 */

/** How long a page fetched ahead is good for, milliseconds: the job may change meanwhile. */
const FRESH_MS = 60_000
const MOST_PAGES = 12

/** @type {Map<string, {at: number, html: Promise<string>}>} */
const pages = new Map()

/** @param {string} href */
function pageAt(href) {
  const known = pages.get(href)
  if (known && Date.now() - known.at < FRESH_MS) return known.html
  const html = fetch(href, { headers: { Accept: 'text/html' } }).then((answer) => {
    if (!answer.ok || new URL(answer.url).pathname !== new URL(href).pathname)
      throw new Error(answer.statusText)
    return answer.text()
  })
  pages.set(href, { at: Date.now(), html })
  const oldest = pages.keys().next().value
  if (pages.size > MOST_PAGES && oldest) pages.delete(oldest)
  return html
}

/** @param {string} text */
function parsed(text) {
  return new DOMParser().parseFromString(text, 'text/html')
}

/** @param {string} href */
async function fetchAhead(href) {
  try {
    const image = parsed(await pageAt(href)).querySelector(
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

function fetchNeighbours() {
  const frame = document.getElementById('frame')
  /** @type {string[]} */
  const ahead = JSON.parse(frame?.dataset['ahead'] ?? '[]')
  for (const href of ahead) void fetchAhead(new URL(href, location.href).href)
}

/**
 * Shows a frame's page in the place of this one; leaves it to the browser where it cannot.
 * @param {string} href
 * @param {boolean} back whether the address already stands, as after Back
 */
async function show(href, back) {
  try {
    const next = parsed(await pageAt(href))
    const [from, to] = [document.getElementById('frame'), next.getElementById('frame')]
    if (!from || !to) throw new Error('not a frame')
    const focused =
      document.activeElement instanceof HTMLElement
        ? document.activeElement.dataset['go']
        : undefined
    const strip = from.querySelector('.strip')?.scrollTop ?? 0
    if (!back) history.pushState({ frame: true }, '', href)
    document.title = next.title
    from.replaceWith(document.adoptNode(to))
    to.querySelector('.strip')?.scrollTo({ top: strip })
    to.querySelector('.strip [aria-current]')?.scrollIntoView({ block: 'nearest' })
    const link = focused ? to.querySelector(`[data-go="${focused}"]`) : null
    if (link instanceof HTMLElement) link.focus({ preventScroll: true })
    fetchNeighbours()
  } catch {
    location.assign(href)
  }
}

/** @param {string | undefined} go */
function linkTo(go) {
  const link = document.querySelector(`#frame [data-go="${go}"]`)
  return link instanceof HTMLAnchorElement ? link : null
}

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : null
  const link = target?.closest('#frame .frame-links a, #frame .strip a')
  const plain =
    event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey
  if (link instanceof HTMLAnchorElement && plain) {
    event.preventDefault()
    void show(link.href, false)
    return
  }
  // A click on a track's outline or label chooses it in the list of tracks.
  const track = target?.closest('.box-track')
  const radio = document.querySelector(
    `#frame input[name="track_id"][value="${track?.getAttribute('data-track')}"][type="radio"]`,
  )
  if (radio instanceof HTMLInputElement) {
    radio.checked = true
    radio.focus()
  }
})

document.addEventListener('keydown', (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
  const busy =
    event.target instanceof Element &&
    event.target.closest('input, select, textarea, box-editor, .strip')
  if (busy) return
  const direction = event.key === 'ArrowLeft' ? 'previous' : 'next'
  const link = linkTo(event.shiftKey ? `${direction}-with-track` : direction)
  if (!link) return
  event.preventDefault()
  void show(link.href, false)
})

addEventListener('popstate', () => {
  if (document.getElementById('frame')) void show(location.href, true)
})

fetchNeighbours()
