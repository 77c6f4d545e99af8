/**
 * The match around a frame, in the place of its picture (views/fragments/frame/video.eta): it begins three seconds
 * before the frame, and at the moment of each frame nearby the box of the player lies over it.
 *
 * @import { Mark, VideoGiven } from './video.types.ts'
 */

/** A box is shown so long before and after its moment, seconds: longer, and the player has left it. */
const SHOWN_SEC = 0.12
/** Until the video has shown how long its pictures last: not longer than in any, so that none is left out, seconds. */
const SHORTEST_PICTURE_SEC = 1 / 60
/** Where one picture follows another later than this, the video has jumped, seconds. */
const LONGEST_PICTURE_SEC = 0.2
/** Videos with fewer pictures are not stepped through, seconds. */
const LONGEST_STEP_SEC = 1
const LOADING = 'The video is being loaded.'
const FAULT =
  'The video cannot be played: it may be gone, or be of a kind that this browser does not know.'

const CAN_FOLLOW = 'requestVideoFrameCallback' in HTMLVideoElement.prototype

/** @type {WeakSet<Element>} */
const known = new WeakSet()

/** Plays when it is opened, and rests when it is closed. @param {HTMLDetailsElement} root */
export function toggled(root) {
  const video = /** @type {HTMLVideoElement} */ (root.querySelector('video'))
  /** @type {VideoGiven} */
  const given = JSON.parse(root.dataset['given'] ?? '')
  if (!known.has(root)) equip(root, video, given)
  if (!root.open) return video.pause()
  if (video.error) video.load()
  video.currentTime = given.startSec
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) say(root, LOADING)
  // Some browsers let nothing play by itself: the controls are there.
  video.play().catch(() => {})
}

/** @param {HTMLDetailsElement} root @param {HTMLVideoElement} video @param {VideoGiven} given */
function equip(root, video, given) {
  known.add(root)
  const marks = /** @type {SVGElement} */ (root.querySelector('svg'))
  let shownSec = given.startSec
  let pictureSec = SHORTEST_PICTURE_SEC

  /** @param {number} sec */
  const drawAt = (sec) => {
    const near = given.marks.filter(([at]) => Math.abs(at - sec) <= SHOWN_SEC)
    marks.setAttribute('viewBox', `0 0 ${video.videoWidth || 1} ${video.videoHeight || 1}`)
    marks.replaceChildren()
    for (const mark of near) draw(marks, mark, video)
  }
  /** @param {number} sec from one picture to the next */
  const learn = (sec) => {
    if (sec > 0 && sec < LONGEST_PICTURE_SEC) pictureSec = sec
  }
  /** @param {number} sec of the picture that is shown */
  const showsAt = (sec) => {
    if (!video.paused) learn(sec - shownSec)
    shownSec = sec
    drawAt(sec)
  }
  followPictures(video, showsAt)

  /** @param {number} sec */
  const goTo = (sec) => {
    video.pause()
    video.currentTime = Math.max(0, sec)
  }
  let stepping = false
  /** Seeks until another picture is shown: how long one lasts is known only once two have been seen. @param {1 | -1} direction */
  async function seekNext(direction) {
    const from = shownSec
    // The middle of a picture: at its edges a browser may show either neighbour.
    for (let sec = from + (direction + 0.5) * pictureSec; shownSec === from; ) {
      if (Math.abs(sec - from) > LONGEST_STEP_SEC || sec > video.duration) return
      goTo(sec)
      await settled(video)
      sec += direction * pictureSec
    }
    learn(Math.abs(shownSec - from))
  }
  /** @param {1 | -1} direction */
  function step(direction) {
    if (stepping || video.readyState < HTMLMediaElement.HAVE_METADATA) return
    stepping = true
    seekNext(direction)
      .catch(reportError)
      .finally(() => {
        stepping = false
      })
  }

  root.addEventListener('click', ({ target }) => {
    const act = target instanceof HTMLElement ? target.dataset['film'] : undefined
    if (act === 'back') step(-1)
    if (act === 'on') step(1)
    if (act === 'frame') goTo(given.frameSec)
  })
  root.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLSelectElement) video.playbackRate = Number(target.value)
  })
  root.addEventListener('keydown', (event) => {
    if (event.key === ',') step(-1)
    if (event.key === '.') step(1)
    if (event.key !== 'Escape') return
    // The editor around it would give up a drawing.
    event.stopPropagation()
    root.open = false
    root.querySelector('summary')?.focus()
  })
  video.addEventListener('error', () => say(root, FAULT))
  video.addEventListener('loadeddata', () => say(root, ''))
  releaseWith(root, video)
}

/** Once the picture of a seek is drawn. @param {HTMLVideoElement} video */
async function settled(video) {
  if (video.seeking)
    await new Promise((done) => video.addEventListener('seeked', done, { once: true }))
  for (let frames = 0; frames < 2; frames += 1) await new Promise(requestAnimationFrame)
}

/** @param {Element} root @param {string} words */
function say(root, words) {
  const place = root.querySelector('.film-words')
  if (place) place.textContent = words
}

/** @param {HTMLVideoElement} video @param {(sec: number) => void} showsAt told of every picture that is shown */
function followPictures(video, showsAt) {
  if (!CAN_FOLLOW) {
    for (const moment of ['timeupdate', 'seeked']) {
      video.addEventListener(moment, () => showsAt(video.currentTime))
    }
    return
  }
  const follow = () =>
    video.requestVideoFrameCallback((_now, { mediaTime }) => {
      showsAt(mediaTime)
      follow()
    })
  follow()
}

/** A video that is no longer on the page gives back its connection. @param {Element} root @param {HTMLVideoElement} video */
function releaseWith(root, video) {
  const watch = new MutationObserver(() => {
    if (root.isConnected) return
    watch.disconnect()
    video.removeAttribute('src')
    video.load()
  })
  const page = root.closest('#frame')?.parentElement
  if (page) watch.observe(page, { childList: true })
}

/** @param {SVGElement} svg @param {Mark} mark @param {HTMLVideoElement} video */
function draw(svg, [, letter, x, y, w, h], { videoWidth, videoHeight }) {
  const [left, top] = [x * videoWidth, y * videoHeight]
  for (const name of ['box-edge', 'box-line']) {
    const [width, height] = [w * videoWidth, h * videoHeight]
    put(svg, 'rect', { class: name, x: left, y: top, width, height })
  }
  const size = videoHeight / 26
  put(svg, 'text', { x: left, y: top - size / 4, 'font-size': size }).textContent = letter
}

/** @param {SVGElement} svg @param {string} name @param {Record<string, string | number>} attributes */
function put(svg, name, attributes) {
  const element = document.createElementNS(svg.namespaceURI, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
  svg.append(element)
  return element
}
