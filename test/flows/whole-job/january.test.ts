import t, { type Test } from 'tap'
import { actsOn, stepOf, textOf } from '../../support/browser/page-text.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** The January revision, and the forms of its job pages sent as a browser without script sends them. */
async function start(t: Test) {
  const app = await startDemoApp(t, { dialect: 'd650813' })
  const page = async (path: string) => {
    const answer = await app.ask(path)
    t.equal(answer.status, 200, path)
    return answer.text
  }
  /** Sends the first form of this action, with its first radio button where it has some. */
  const send = async (html: string, action: string) => {
    const [form] = html.match(new RegExp(`<form[^>]*/${action}[?"].*?</form>`, 's')) ?? []
    if (form === undefined) throw new Error(`No form for ${action}`)
    const inputs = [
      ...form.matchAll(/<input type="(hidden|radio)"[^>]* name="(\w+)" value="([^"]*)"/g),
    ]
    const body = new URLSearchParams()
    for (const [, , name, value] of inputs) if (!body.has(name!)) body.set(name!, value!)
    const address = /action="([^"]*)"/.exec(form)![1]!
    const headers = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await app.ask(address, { method: 'POST', headers, body: body.toString() })
    t.equal(answer.status, 303, `${action}: ${textOf(answer.text).slice(0, 300)}`)
  }
  return { ...app, page, send }
}

t.test(
  'a failed run of January goes on: the target is stored again and the run started',
  async (t) => {
    const { page, send } = await start(t)
    const failed = await page(`/jobs/${id(47)}`)
    t.match(textOf(stepOf(failed, 'progress')), /cannot try a failed analysis again/)
    t.notOk(actsOn(failed).includes('retry'))
    await send(stepOf(failed, 'progress'), 'target')
    const ready = await page(`/jobs/${id(47)}`)
    await send(stepOf(ready, 'start'), 'enqueue')
    t.match(textOf(await page(`/jobs/${id(47)}`)), /Queued|Running/)
  },
)

t.test('a player of January is taken from a frame, and a target confirmed', async (t) => {
  const { page, send } = await start(t)
  const frame = await page(`/jobs/${id(41)}/frames/1`)
  t.notOk(actsOn(frame).includes('pick-player'))
  await send(frame, 'select-track')
  await send(stepOf(await page(`/jobs/${id(41)}`), 'target'), 'target')
  const ready = await page(`/jobs/${id(41)}`)
  t.match(textOf(ready), /forgets the name, team and number when a target is stored/)
  await send(stepOf(ready, 'start'), 'enqueue')
})

t.test('January has no reports, no names to change and no word of its worker', async (t) => {
  const { page } = await start(t)
  const finished = await page(`/jobs/${id(46)}`)
  t.match(textOf(finished), /cannot change the name, team and number/)
  t.notOk(actsOn(finished).includes('player-profile'))
  t.notMatch(textOf(finished), /worker is not running/)
  t.notMatch(textOf(await page(`/jobs/${id(46)}/result`)), /Report/)
})
