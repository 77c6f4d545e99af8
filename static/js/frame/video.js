/**
 * The match around a frame, in the place of its picture (views/fragments/frame/video.eta): it begins three seconds
 * before the frame, and at the moment of each frame nearby the box of the player lies over it.
 *
 * @import { VideoGiven } from './video.types.ts'
 */
import { faultOf } from './video-fault.js'
import { drawMarks } from './video-marks.js'
import { followPictures } from './video-pictures.js'

/** A wait longer than this is said, milliseconds. */
const SOON_MS = 1_500
const LOADING = 'The video is being loaded.'
const FAULT =
  'The video cannot be played: it may be gone, or be of a kind that this browser does not know.'

/** @type {WeakSet<Element>} */
const known = new WeakSet()

/** Plays when opened, and holds no connection when closed. @param {HTMLDetailsElement} root */
export function toggled(root) {
  const video = /** @type {HTMLVideoElement} */ (root.querySelector('video'))
  /** @type {VideoGiven} */
  const given = JSON.parse(root.dataset['given'] ?? '')
  if (!known.has(root)) equip(root, video, given)
  if (!root.open) return release(video)
  show(root, video, given.startSec)
  // Some browsers let nothing play by itself: the controls are there.
  video.play().catch(() => {})
}

/** Loads the video if needed, and seeks to `sec`. @param {Element} root @param {HTMLVideoElement} video @param {number} sec */
function show(root, video, sec) {
  const { src = video.src } = video.dataset
  if (!video.getAttribute('src')) video.src = src
  else if (video.error) video.load()
  video.currentTime = sec
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) say(root, LOADING)
}

/** Frees its connection: a browser has six to a host. @param {HTMLVideoElement} video */
function release(video) {
  video.dataset['src'] ??= video.src
  video.removeAttribute('src')
  video.load()
}

/** @param {HTMLDetailsElement} root @param {HTMLVideoElement} video @param {VideoGiven} given */
function equip(root, video, given) {
  known.add(root)
  const marks = /** @type {SVGElement} */ (root.querySelector('svg'))
  let slow = 0
  const sayWaits = () => {
    const waits = video.seeking || video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA
    if (root.open && !video.ended && waits) say(root, LOADING)
  }
  const judge = () => {
    clearTimeout(slow)
    if (!video.error && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA)
      say(root, faultOf(video, given))
  }
  /** @param {number} sec */
  const goTo = (sec) => {
    video.pause()
    video.currentTime = Math.max(0, sec)
    // A video that cannot seek does not try.
    if (!video.seeking) judge()
  }
  const { step } = followPictures(
    video,
    given.startSec,
    (sec) => drawMarks(marks, given.marks, video, sec),
    goTo,
  )

  root.addEventListener('click', ({ target }) => {
    const act = target instanceof HTMLElement ? target.dataset['film'] : undefined
    if (act === 'back') step(-1)
    if (act === 'on') step(1)
    if (act === 'frame') goTo(given.frameSec)
  })
  root.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLSelectElement)) return
    video.playbackRate = Number(target.value)
    // Else a video that is loaded again forgets it.
    video.defaultPlaybackRate = video.playbackRate
  })
  root.addEventListener('keydown', (event) => {
    if (event.key === ',') step(-1)
    if (event.key === '.') step(1)
    if (event.key !== 'Escape') return
    // The editor around it would cancel a drawing.
    event.stopPropagation()
    root.open = false
    root.querySelector('summary')?.focus()
  })
  video.addEventListener('error', () => say(root, FAULT))
  for (const moment of ['loadeddata', 'seeked', 'playing']) video.addEventListener(moment, judge)
  for (const moment of ['waiting', 'seeking', 'stalled']) {
    video.addEventListener(moment, () => {
      clearTimeout(slow)
      slow = setTimeout(sayWaits, SOON_MS)
    })
  }
  releaseWith(root, video)
}

/** @param {Element} root @param {string} words */
function say(root, words) {
  const place = root.querySelector('.film-words')
  if (place) place.textContent = words
}

/** Releases a video that has left the page, or whose page is hidden. @param {HTMLDetailsElement} root @param {HTMLVideoElement} video */
function releaseWith(root, video) {
  let leftAt = 0
  const sight = () => {
    if (!root.open) return
    if (document.hidden) {
      leftAt = video.currentTime
      release(video)
    } else show(root, video, leftAt)
  }
  const watch = new MutationObserver(() => {
    if (root.isConnected) return
    watch.disconnect()
    document.removeEventListener('visibilitychange', sight)
    release(video)
  })
  const page = root.closest('#frame')?.parentElement
  if (page) watch.observe(page, { childList: true })
  document.addEventListener('visibilitychange', sight)
}
