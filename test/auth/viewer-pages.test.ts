import http from 'node:http'
import t from 'tap'
import { hashPassword } from '../../src/auth/passwords.ts'
import { basic, CHEAP, guarded, PASSWORD } from '../support/guarded-app.ts'
import { recordedStates } from '../support/service/recorded-app.ts'
import { json, type Seen } from '../support/service/upstream-server.ts'

const VIEWER = basic('vera', PASSWORD)
const ANALYST = basic('anna', PASSWORD)

/** What sends a change, or leads to where one is made. */
const OFFERS = [
  /<form\b[^>]*method="post"/,
  /\bhx-post=/,
  /\bformaction=/,
  /<box-editor\b/,
  /draw=player/,
  /of_job=/,
  /#new-job/,
  /Choose the player again|Change player|Change target|Start analysis|Ask for a report/,
]

const offersIn = (text: string) => OFFERS.flatMap((offer) => offer.exec(text)?.[0] ?? [])

const states = recordedStates()
const hash = await hashPassword(PASSWORD, CHEAP)
const people = { vera: `${hash}:viewer`, anna: hash }
// With the club's list, whose pages have forms of their own.
const list = { DATABASE_URL: 'sqlite::memory:' }
const { origin, ask, upstream } = await guarded(t, list, Date.now, people)
let current = states.values().next().value!
upstream.always(({ path }: Seen) => {
  const part = path.split(/[/?]/)[3] ?? ''
  if (part === 'candidates') return json({ ok: true, data: current.candidates ?? {} })
  return json({ ok: true, data: part === 'report' ? {} : current.job })
})

/** The first message of a stream that has a text. */
function firstMessage(path: string, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = http.get(`${origin}${path}`, { agent: false, headers })
    request.on('error', reject)
    request.on('response', (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
        if (!text.includes('</hx-partial>')) return
        resolve(text)
        request.destroy()
      })
      response.on('error', () => {})
    })
  })
}

t.test('no page offers a viewer an action, whatever the state of the job', async (t) => {
  t.ok(states.size > 30, `${states.size} states`)
  let offered = 0
  let n = 0
  for (const [name, state] of states) {
    current = state
    n += 1
    const id = `job-${n}`
    const cookie = `recent_jobs=${id}`
    for (const path of [
      '/',
      `/?of_job=${id}`,
      '/recent-jobs',
      ...[
        '',
        '/live',
        '/frames/1',
        '/frames/1?draw=player',
        '/tracks?form=select-track',
        '/result',
      ].map((part) => `/jobs/${id}${part}`),
    ]) {
      const shown = async (headers: Record<string, string>) => {
        const { status, text } = await ask(path, { headers: { ...headers, cookie } })
        t.ok([200, 204, 404].includes(status), `${name} ${path}: ${status}`)
        return text
      }
      const text = await shown(VIEWER)
      // Frames keep the purpose of the address that they are opened with.
      const own = path.endsWith('draw=player') ? text.replaceAll('draw=player', '') : text
      t.strictSame(offersIn(own), [], `${name} ${path}`)
      if (/method="post"/.test(await shown(ANALYST))) offered += 1
    }
  }
  t.ok(offered > states.size, `analysts are offered something on ${offered} pages`)
})

t.test('what a stream brings offers a viewer nothing either, beside an analyst', async (t) => {
  current = [...states].find(([name]) => name.endsWith('candidates-ready'))![1]
  for (const path of ['/jobs/job-s/stream', '/recent-jobs/stream']) {
    const cookie = 'recent_jobs=job-s'
    const [viewer, analyst] = await Promise.all([
      firstMessage(path, { ...VIEWER, cookie }),
      firstMessage(path, { ...ANALYST, cookie }),
    ])
    t.strictSame(offersIn(viewer), [], path)
    if (path.startsWith('/jobs')) t.match(analyst, /method="post"/)
  }
})

t.test('notes are read by a viewer and written by an analyst', async (t) => {
  const shown = async (headers: Record<string, string>) =>
    (await ask('/jobs/job-1', { headers })).text
  const FORM = 'action="/jobs/job-1/notes"'
  t.ok((await shown(ANALYST)).includes(FORM))
  t.notOk((await shown(VIEWER)).includes(FORM))
})
