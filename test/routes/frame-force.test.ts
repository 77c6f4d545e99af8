import t from 'tap'
import { recordedState, startRecordedApp } from '../support/service/recorded-app.ts'

const BOX = { track_id: '8', left: '100', top: '100', width: '60', height: '150' }

/** The frame page as it answers a box that the service refuses with this code. */
async function refused(t: Parameters<typeof startRecordedApp>[0], code: string) {
  const state = recordedState('waiting-for-target')
  const { origin } = await startRecordedApp(
    t,
    { j1: state },
    { target: () => ({ status: 409, body: { ok: false, error: { code, message: 'No.' } } }) },
  )
  const [frame] = state.job['preview_frames'] as { key: string }[]
  const answer = await fetch(`${origin}/api/jobs/j1/target?page=frame&from=1`, {
    method: 'POST',
    headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...BOX, frame_key: frame!.key }),
  })
  return { status: answer.status, text: await answer.text() }
}

t.test('a box that the service takes if one insists can be insisted on', async (t) => {
  for (const code of ['TARGET_MISMATCH', 'TRACK_NOT_IN_FRAME']) {
    const { status, text } = await refused(t, code)
    t.equal(status, 409, code)
    t.match(text, /<h1[^>]*>Frame 1 of/)
    t.match(text, /role="alert"/)
    t.match(text, /<button name="force" value="true"[^>]*>Use it anyway</, code)
  }
})

t.test('any other refusal is not insisted on', async (t) => {
  for (const code of ['ANALYSIS_ATTEMPT_MISMATCH', 'JOB_NOT_READY', 'INVALID_BBOX']) {
    const { status, text } = await refused(t, code)
    t.equal(status, 409, code)
    t.match(text, /role="alert"/)
    t.notMatch(text, 'Use it anyway', code)
  }
})
