/** Knows which picture of a video is shown, and steps to the next. */

/** How long a picture lasts, until that is known, seconds: the shortest of any, so that none is left out. */
const SHORTEST_PICTURE_SEC = 1 / 60
/** If a picture follows another later than this, the video has jumped, seconds. */
const LONGEST_PICTURE_SEC = 0.2
/** A step looks no further for the next picture, seconds. */
const LONGEST_STEP_SEC = 1
/** Most presses that wait: a held key must end when it is let go. */
const MOST_AHEAD = 5

const CAN_FOLLOW = 'requestVideoFrameCallback' in HTMLVideoElement.prototype

/**
 * Tells `showsAt` of every picture that is shown. `goTo` seeks and pauses.
 * @param {HTMLVideoElement} video @param {number} startSec
 * @param {(sec: number) => void} showsAt @param {(sec: number) => void} goTo
 */
export function followPictures(video, startSec, showsAt, goTo) {
  let shownSec = startSec
  /** 0 until two pictures have been seen, one after the other. */
  let pictureSec = 0

  /** A busy browser leaves pictures out, so the shortest time is that of one picture. @param {number} sec */
  const learn = (sec) => {
    if (sec > 0 && sec < LONGEST_PICTURE_SEC) pictureSec = Math.min(pictureSec || sec, sec)
  }
  eachPicture(video, (sec) => {
    if (!video.paused) learn(sec - shownSec)
    shownSec = sec
    showsAt(sec)
  })

  /** Seeks until another picture is shown: how long one lasts is known only once two have been seen. @param {1 | -1} direction */
  async function seekNext(direction) {
    const from = shownSec
    const lasts = pictureSec || SHORTEST_PICTURE_SEC
    // The middle of a picture: at its edges a browser may show either neighbour.
    for (let sec = from + (direction + 0.5) * lasts; shownSec === from; ) {
      if (Math.abs(sec - from) > LONGEST_STEP_SEC || sec > video.duration) return
      goTo(sec)
      await settled(video)
      if (sec < 0) return
      sec += direction * lasts
    }
    learn(Math.abs(shownSec - from))
  }

  /** Pictures still to go; below 0: back. */
  let ahead = 0
  let stepping = false
  async function walk() {
    while (ahead !== 0) {
      const direction = ahead > 0 ? 1 : -1
      ahead -= direction
      await seekNext(direction)
    }
  }
  return {
    /** @param {1 | -1} direction */
    step(direction) {
      if (video.readyState < HTMLMediaElement.HAVE_METADATA) return
      ahead = Math.max(-MOST_AHEAD, Math.min(ahead + direction, MOST_AHEAD))
      if (stepping) return
      stepping = true
      walk()
        .catch(reportError)
        .finally(() => {
          stepping = false
        })
    },
  }
}

/** Waits until a seek is drawn. @param {HTMLVideoElement} video */
async function settled(video) {
  if (video.seeking)
    await new Promise((done) => video.addEventListener('seeked', done, { once: true }))
  for (let frames = 0; frames < 2; frames += 1) await new Promise(requestAnimationFrame)
}

/** @param {HTMLVideoElement} video @param {(sec: number) => void} showsAt */
function eachPicture(video, showsAt) {
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
