import t from 'tap'
import { startApp } from '../support/app.ts'
import { jobData } from '../support/club/club-app.ts'
import { json, startUpstream } from '../support/service/upstream-server.ts'

const OF_A_CHANGE = /entered|send it again|whether the change/
const FORM = {
  method: 'POST' as const,
  body: 'playerName=L.+Okafor&teamName=North+End&shirtNumber=9',
  headers: {
    'content-type': 'application/x-www-form-urlencoded',
    'sec-fetch-site': 'same-origin',
    accept: 'text/html',
  },
}

for (const status of [400, 402, 405, 409, 410, 422, 500, 501, 507]) {
  t.test(`the words of a refusal with ${status} know whether something was sent`, async (t) => {
    const refuses = { look: false, change: true }
    const named = { target: null, player_ref: { track_id: 8, track_label: 8 } }
    let changes = 0
    const upstream = await startUpstream(t, ({ method }) => {
      if (method === 'POST') changes += 1
      return refuses[method === 'GET' ? 'look' : 'change']
        ? json({ ok: false, error: { code: 'SOMETHING_NEW', message: 'No.' } }, status)
        : json({ ok: true, data: jobData('j1', named) })
    })
    const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
    const sent = await ask('/api/jobs/j1/player-profile', FORM)
    t.equal(changes, 1)
    t.equal(sent.status, status)
    t.match(sent.text, status === 409 ? 'then decide again' : OF_A_CHANGE)
    refuses.look = true
    const looked = await ask('/jobs/j1', { headers: { accept: 'text/html' } })
    t.equal(looked.status, status)
    t.match(looked.text, /<section class="problem"/)
    t.notMatch(looked.text, OF_A_CHANGE)
    const pressed = await ask('/api/jobs/j1/player-profile', FORM)
    t.equal(pressed.status, status)
    t.notMatch(pressed.text, OF_A_CHANGE, 'a press before which the job could not be read')
    t.equal(changes, 1)
  })
}
