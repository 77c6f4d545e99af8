import t from 'tap'
import { readJob } from '../../../src/domain/job/read-job.ts'
import { createUrls } from '../../../src/urls.ts'
import { toFrameVideo } from '../../../src/view-models/frame/video.ts'

const urls = createUrls('/base', 'v1')
const ADDRESS = 'http://store.test/match.mp4?X-Amz-Signature=secret'

const track = (track_id: number, x: number) => ({
  ...{ track_id, tier: 'PRIMARY', score_hint: 1 },
  bbox: { x, y: 0.5, w: 0.1, h: 0.2 },
})

/** A frame each two seconds; track 7 is on all, track 9 on the odd ones. */
function jobWith(inputVideoUrl: unknown, times = [2, 4, 6, 40]) {
  const preview_frames = times.map((time_sec, index) => ({
    ...{ key: `jobs/j/frames/${index}.jpg`, time_sec, width: 1280, height: 720 },
    tracks: [track(7, (index % 9) / 10), ...(index % 2 === 0 ? [track(9, 0.8)] : [])],
  }))
  return readJob({
    id: 'j',
    status: 'CREATED',
    assets: { inputVideoUrl, clips: [] },
    preview_frames,
  })
}

function videoOf(job: ReturnType<typeof jobWith>, n: number, trackId: number | null = null) {
  const video = toFrameVideo(job, job.frames[n - 1]!, trackId, urls, () => 'listed')
  return video && { ...video, given: JSON.parse(video.given) }
}

t.test('the video begins three seconds before the frame, and never before its start', (t) => {
  const job = jobWith(ADDRESS)
  t.match(videoOf(job, 3), {
    src: '/base/jobs/j/video#t=3',
    label: 'The match from 00:03.0',
    given: { startSec: 3, frameSec: 6 },
  })
  t.match(videoOf(job, 1), { src: '/base/jobs/j/video#t=0', given: { startSec: 0, frameSec: 2 } })
  t.notMatch(JSON.stringify(videoOf(job, 3)), 'secret')
  t.end()
})

t.test(
  'the chosen player is marked wherever a frame nearby shows it, else all on the frame',
  (t) => {
    const job = jobWith(ADDRESS)
    t.strictSame(videoOf(job, 2, 9)?.given.marks, [
      [2, 'B', 0.8, 0.5, 0.1, 0.2],
      [6, 'B', 0.8, 0.5, 0.1, 0.2],
    ])
    t.strictSame(
      videoOf(job, 3, 7)?.given.marks.map(([sec]: number[]) => sec),
      [6, 4, 2],
    )
    t.strictSame(videoOf(job, 4, 7)?.given.marks, [[40, 'A', 0.3, 0.5, 0.1, 0.2]])
    t.strictSame(videoOf(job, 1)?.given.marks, [
      [2, 'A', 0, 0.5, 0.1, 0.2],
      [2, 'B', 0.8, 0.5, 0.1, 0.2],
    ])
    t.end()
  },
)

t.test('no video is offered that a page may not play, and none for a frame without a time', (t) => {
  const job = jobWith(ADDRESS)
  const [frame] = job.frames
  t.equal(
    toFrameVideo(job, frame!, null, urls, () => ({ from: 'http://store.test' })),
    null,
  )
  t.equal(
    toFrameVideo(job, frame!, null, urls, () => 'no address'),
    null,
  )
  t.equal(videoOf(jobWith(null), 1), null)
  t.equal(videoOf({ ...job, frames: [{ ...frame!, timeSec: null }] }, 1), null)
  t.end()
})

t.test('of thousands of marks the nearest two hundred are given', (t) => {
  const job = jobWith(
    ADDRESS,
    Array.from({ length: 400 }, (_, index) => 10 + index / 100),
  )
  const seconds: number[] = videoOf(job, 301, 7)?.given.marks.map(([sec]: number[]) => sec)
  t.equal(seconds.length, 200)
  t.equal(seconds[0], 13, 'that of the frame itself')
  t.ok(seconds.every((sec) => Math.abs(sec - 13) <= 1.01))
  t.end()
})
