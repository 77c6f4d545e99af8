/** @import { VideoGiven } from './video.types.ts' */

const NO_PICTURE = 'This file holds no pictures that can be shown.'
const TOO_SHORT = 'The video ends before this frame.'
const ELSEWHERE = 'The video cannot be moved to this frame. What it shows is another moment.'

/** What is wrong with the video; empty if nothing is. @param {HTMLVideoElement} video @param {VideoGiven} given */
export function faultOf({ videoWidth, duration, seekable }, { frameSec }) {
  if (videoWidth === 0) return NO_PICTURE
  if (duration < frameSec) return TOO_SHORT
  const reached = seekable.length === 0 ? 0 : seekable.end(seekable.length - 1)
  return reached < frameSec ? ELSEWHERE : ''
}
