// One file: the form that names a player goes to several addresses, with the fields that `start` reads off the page.

import t, { type Test } from 'tap'
import { startDemoApp } from '../../support/service/demo-app.ts'
import { standingClock } from '../../support/service/demo-clock.ts'

// The form that chooses a player names somebody else too: the service takes names only after the choice.

const WAITING = '00000000-0000-4000-8000-000000000041'
const READY = '00000000-0000-4000-8000-000000000043'
const FINISHED = '00000000-0000-4000-8000-000000000046'
const AS_PAGE = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' }
const NAMES = ['playerName', 'teamName', 'shirtNumber'] as const

type Answer = { code: number; body: object }

/** `refuse` may answer in the place of the service. */
async function start(t: Test, refuse: (action: string) => Answer | null = () => null) {
  const sent: { action: string; body: unknown }[] = []
  const app = await startDemoApp(t, standingClock(), {}, (demo) => {
    demo.addHook('preHandler', async ({ method, url, body }, reply) => {
      const action = url.split('/').at(-1)!
      if (method !== 'POST') return
      sent.push({ action, body })
      const answer = refuse(action)
      if (answer) await reply.code(answer.code).send(answer.body)
    })
  })
  const post = (path: string, fields: Record<string, string>) =>
    app.ask(path, {
      method: 'POST',
      headers: AS_PAGE,
      body: new URLSearchParams(fields).toString(),
    })
  const page = await app.ask(`/jobs/${WAITING}`)
  t.equal(page.status, 200)
  const shown = Object.fromEntries(NAMES.map((name) => [name, fieldOf(page.text, name)]))
  const hidden = Object.fromEntries(
    NAMES.map((name) => [`shown_${name}`, fieldOf(page.text, `shown_${name}`)]),
  )
  const player = async () => (await app.ask(`/api/jobs/${WAITING}`)).json().data.target.player
  const form = { trackId: '8', attempt: '', ...shown, ...hidden }
  return { ...app, sent, form, player, send: post, actions: () => sent.map(({ action }) => action) }
}

function fieldOf(page: string, name: string): string {
  return new RegExp(` name="${name}" value="([^"]*)"`).exec(page)![1]!
}

const refused = (): Answer => ({
  code: 422,
  body: { ok: false, error: { code: 'VALIDATION_ERROR', message: 'no such name' } },
})

t.test('a start names the player after the choice and before the target', async (t) => {
  const { send, form, actions, sent, player } = await start(t)
  const before = await player()
  const answer = await send(`/jobs/${WAITING}/start`, { ...form, playerName: 'M. Bianchi' })
  t.equal(answer.status, 303)
  t.strictSame(actions(), ['select-track', 'player-profile', 'target', 'enqueue'])
  t.strictSame(sent[1]!.body, { playerName: 'M. Bianchi' }, 'only what was changed')
  t.strictSame(await player(), { ...before, player_name: 'M. Bianchi' })
})

t.test('so does a choice alone', async (t) => {
  const { send, form, actions, player } = await start(t)
  const changed = { ...form, playerName: 'M. Bianchi', shirtNumber: '11', teamName: '' }
  t.equal((await send(`/api/jobs/${WAITING}/select-track`, changed)).status, 303)
  t.strictSame(actions(), ['select-track', 'player-profile'])
  t.strictSame(await player(), { player_name: 'M. Bianchi', shirt_number: 11, team_name: null })
})

t.test('a form whose names stand as they were sends none', async (t) => {
  const { send, form, actions } = await start(t)
  t.equal((await send(`/api/jobs/${WAITING}/select-track`, form)).status, 303)
  t.strictSame(actions(), ['select-track'])
})

t.test(
  'a wrong number is refused before anything is sent, and all that was typed stays',
  async (t) => {
    const { send, form, actions } = await start(t)
    const wrong = { ...form, trackId: '11', playerName: 'M. "Bi" Bianchi', shirtNumber: '100' }
    for (const path of [`/jobs/${WAITING}/start`, `/api/jobs/${WAITING}/select-track`]) {
      const { status, text } = await send(path, wrong)
      t.equal(status, 400, path)
      t.match(text, /0 to 99/)
      t.equal(fieldOf(text, 'shirtNumber'), '100')
      t.equal(fieldOf(text, 'playerName'), 'M. &quot;Bi&quot; Bianchi')
      t.match(text, /value="11" checked/)
      t.match(
        text,
        /<a href="#choice-shirtNumber">.*<input id="choice-shirtNumber"/s,
        'the fault leads to it',
      )
    }
    t.strictSame(actions(), [])
  },
)

t.test('where the name is refused the page says what is stored', async (t) => {
  const app = await start(t, (action) => (action === 'player-profile' ? refused() : null))
  const changed = { ...app.form, playerName: 'M. Bianchi' }
  const started = await app.send(`/jobs/${WAITING}/start`, changed)
  t.equal(started.status, 422)
  t.match(started.text, /<p>The player is stored\. Nothing was started\.<\/p>/)
  t.match(started.text, /no such name/)
  t.strictSame(app.actions(), ['select-track', 'player-profile'])
})

t.test('where the name of a choice alone is refused it is said too', async (t) => {
  const app = await start(t, (action) => (action === 'player-profile' ? refused() : null))
  const changed = { ...app.form, playerName: 'M. Bianchi' }
  const chosen = await app.send(`/api/jobs/${WAITING}/select-track`, changed)
  t.equal(chosen.status, 422)
  t.match(chosen.text, /<p>The player is stored\.<\/p>/)
})

t.test('what was typed in the form of the name stays there', async (t) => {
  const { send, form, actions } = await start(t)
  t.equal((await send(`/api/jobs/${WAITING}/select-track`, form)).status, 303)
  const { attempt: _, trackId: __, ...names } = form
  const wrong = { ...names, playerName: 'M. Bianchi', shirtNumber: '100' }
  const { status, text } = await send(`/api/jobs/${WAITING}/player-profile`, wrong)
  t.equal(status, 400)
  t.match(
    text,
    /<details class="profile" open>.*<input id="playerName" name="playerName" value="M\. Bianchi"/s,
  )
  t.strictSame(actions(), ['select-track'])
})

t.test('a service without names offers none, and what it lacks is judged before', async (t) => {
  const { ask } = await startDemoApp(t, { dialect: 'd650813' })
  const page = await ask(`/jobs/${WAITING}`)
  t.equal(page.status, 200)
  t.match(page.text, /<button[^>]*>Use this player</)
  t.notMatch(page.text, /shown_playerName/)
  const names = { playerName: 'M. Bianchi', shown_playerName: 'L. Okafor' }
  for (const path of [`/jobs/${WAITING}/start`, `/api/jobs/${WAITING}/select-track`]) {
    const { status, text } = await ask(path, {
      method: 'POST',
      headers: AS_PAGE,
      body: new URLSearchParams({ trackId: '8', attempt: '', ...names }).toString(),
    })
    t.equal(status, 400)
    t.match(text, /cannot change the name, team and number/)
  }
  const { data } = (await ask(`/api/jobs/${WAITING}`)).json()
  t.equal(data.player_ref ?? null, null, 'the player was not stored')
})

t.test(
  'after a refusal only what was typed is sent, not what somebody else has changed',
  async (t) => {
    const { send, form, sent, ask } = await start(t)
    t.equal((await send(`/api/jobs/${WAITING}/select-track`, form)).status, 303)
    const { data } = (await ask(`/api/jobs/${WAITING}`)).json()
    const other = await ask(`/api/jobs/${WAITING}/player-profile`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-analysis-attempt-id': data.target.analysis_attempt_id,
      },
      body: JSON.stringify({ playerName: 'Other Person' }),
    })
    t.equal(other.status, 200)
    const { attempt: _, trackId: __, ...names } = form
    const wrong = { ...names, teamName: 'My Team', shirtNumber: '100' }
    const { status, text } = await send(`/api/jobs/${WAITING}/player-profile`, wrong)
    t.equal(status, 400)
    t.equal(fieldOf(text, 'teamName'), 'My Team')
    t.equal(fieldOf(text, 'playerName'), 'Other Person')
    const again = Object.fromEntries(Object.keys(names).map((name) => [name, fieldOf(text, name)]))
    const righted = { ...again, shirtNumber: '10' }
    t.equal((await send(`/api/jobs/${WAITING}/player-profile`, righted)).status, 303)
    t.strictSame(sent.at(-1)!.body, { teamName: 'My Team', shirtNumber: 10 })
  },
)

t.test('a start that comes after another one says that its names were not taken', async (t) => {
  const { send, form, actions } = await start(t)
  const first = { ...form, playerName: 'Name of A' }
  t.equal((await send(`/jobs/${WAITING}/start`, first)).status, 303)
  t.equal((await send(`/jobs/${WAITING}/start`, first)).status, 303, 'the very same press')
  const other = await send(`/jobs/${WAITING}/start`, { ...form, playerName: 'Name of B' })
  t.equal(other.status, 409)
  t.match(other.text, /runs already\. The name, team and number were not changed/)
  t.strictSame(actions(), ['select-track', 'player-profile', 'target', 'enqueue'])
})

t.test('a choice that is sent again names the player once', async (t) => {
  const { send, form, actions } = await start(t)
  const changed = { ...form, playerName: 'M. Bianchi' }
  for (const _ of [1, 2]) {
    t.equal((await send(`/api/jobs/${WAITING}/select-track`, changed)).status, 303)
  }
  t.strictSame(actions(), ['select-track', 'player-profile'])
})

t.test('a new name of the stored player leaves the target, sent once or again', async (t) => {
  const { ask, send, actions, form } = await start(t)
  const { data } = (await ask(`/api/jobs/${READY}`)).json()
  const names = { playerName: 'M. Bianchi', shown_playerName: data.target.player.player_name }
  const attempt = data.target.analysis_attempt_id
  const chosen = { ...form, ...names, attempt, track_id: String(data.player_ref.track_id) }
  const { trackId: _, ...fields } = chosen
  const kept = Object.fromEntries(
    Object.entries(fields).filter(([name]) => !/teamName|shirtNumber/.test(name)),
  )
  for (const press of ['first', 'second']) {
    t.equal((await send(`/api/jobs/${READY}/pick-player`, kept)).status, 303, `the ${press} press`)
    t.strictSame(actions(), ['player-profile'])
  }
  const now = (await ask(`/api/jobs/${READY}`)).json().data
  t.equal(now.target.confirmed, true)
  t.equal(now.target.player.player_name, 'M. Bianchi')
})

t.test('a start of a finished job with its own player chooses that player anew', async (t) => {
  const { ask, send, actions } = await start(t)
  const { data } = (await ask(`/api/jobs/${FINISHED}`)).json()
  const shown = data.target.player.player_name
  const fields = {
    track_id: String(data.player_ref.track_id),
    attempt: data.target.analysis_attempt_id,
    playerName: 'M. Bianchi',
    shown_playerName: shown,
  }
  t.equal((await send(`/jobs/${FINISHED}/start`, fields)).status, 409, 'the result would be lost')
  t.strictSame(actions(), [])
  t.equal((await send(`/jobs/${FINISHED}/start`, { ...fields, discard: 'true' })).status, 303)
  t.strictSame(actions(), ['pick-player', 'player-profile', 'target', 'enqueue'])
})
