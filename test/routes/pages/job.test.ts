import t from 'tap'
import { recordedState, startRecordedApp } from '../../support/service/recorded-app.ts'

const BY_TIME = /this one was found by its time/

t.test('a stored box that names no frame is said to be found by its time', async (t) => {
  const { job, candidates } = recordedState('ready-to-enqueue')
  const box = { x: 0.2, y: 0.3, w: 0.06, h: 0.2 }
  const [{ key, time_sec } = { key: '', time_sec: 0 }] = job['preview_frames'] as {
    key: string
    time_sec: number
  }[]
  const withTarget = (selection: object) => ({
    job: { ...job, target: { confirmed: true, selections: [selection] } },
    candidates,
  })
  const { origin } = await startRecordedApp(t, {
    time: withTarget({ frame_time_sec: time_sec + 0.01, ...box }),
    key: withTarget({ frame_key: key, frame_time_sec: time_sec, ...box }),
  })
  for (const [id, said] of [
    ['time', true],
    ['key', false],
  ] as const) {
    const answer = await fetch(`${origin}/jobs/${id}`, { headers: { accept: 'text/html' } })
    const html = await answer.text()
    t.equal(answer.status, 200)
    t.match(html, /<a href="[^"]*\/frames\/1[^"]*">Frame 1 at/, 'the frame is shown')
    t.equal(BY_TIME.test(html), said, id)
  }
})
