import t, { type Test } from 'tap'
import { startDemoApp } from '../../support/service/demo-app.ts'
import { standingClock } from '../../support/service/demo-clock.ts'
import { turnTracks } from '../../support/service/turned-tracks.ts'

// Between a page and its form the service may give a track another person. Whoever was chosen by his picture is then
// chosen no more, and nobody takes his place, whatever else the form was refused for.

const WAITING = '00000000-0000-4000-8000-000000000041'
const AS_PAGE = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' }
const PAGES = [
  {
    page: `/jobs/${WAITING}`,
    action: 'select-track',
    field: 'trackId',
    words: 'You chose a player by another picture than the one that is here now.',
  },
  {
    page: `/jobs/${WAITING}/frames/1`,
    action: 'pick-player',
    field: 'track_id',
    words: 'The picture of this player has changed since you opened the page.',
  },
] as const

for (const { page, action, field, words } of PAGES) {
  /** The page is read, then the tracks change, then the form is sent with a number that is refused. */
  async function refused(t: Test, now: 'as they are' | 'turned' | 'gone') {
    const sent: string[] = []
    let tracks: ReturnType<typeof turnTracks> | undefined
    const app = await startDemoApp(t, standingClock(), {}, (demo) => {
      demo.addHook('onRequest', async ({ method, url }) => {
        if (method === 'POST') sent.push(url)
      })
      tracks = turnTracks(demo, [8, 11])
    })
    const shown = await app.ask(page)
    t.equal(shown.status, 200)
    const form = formIn(shown.text, action)
    t.match(form.fields['seen'], /\b8\.\w/)
    tracks!.now = now
    const answer = await app.ask(form.action, {
      method: 'POST',
      headers: AS_PAGE,
      body: new URLSearchParams({ ...form.fields, [field]: '8', shirtNumber: '100' }).toString(),
    })
    t.equal(answer.status, 400)
    t.match(answer.text, /value="100"/, 'what was typed stays')
    t.strictSame(sent, [])
    const chosen = [...answer.text.matchAll(/<input type="radio"[^>]* value="(\d+)"[^>]* checked/g)]
    return { chosen: chosen.map(([, id]) => id), text: answer.text }
  }
  /** The words of the choice, where they are not hidden. */
  const says = (text: string) => text.includes(words) && !/data-picture-changed hidden/.test(text)

  t.test(`${action}: a track that stands as it was stays chosen`, async (t) => {
    const { chosen, text } = await refused(t, 'as they are')
    t.strictSame(chosen, ['8'])
    t.equal(says(text), false)
  })

  t.test(`${action}: one that is another person now is chosen no more`, async (t) => {
    const { chosen, text } = await refused(t, 'turned')
    t.strictSame(chosen, [])
    t.equal(says(text), true)
  })

  t.test(`${action}: one that is gone is not replaced by a proposal`, async (t) => {
    const { chosen, text } = await refused(t, 'gone')
    t.strictSame(chosen, [])
    t.equal(says(text), true)
  })
}

/** The form of a page that is sent to this action: its address and its hidden and text fields. */
function formIn(page: string, action: string) {
  const [, address, body] = new RegExp(
    `<form[^>]* action="([^"]*/${action}[^"]*)"[^>]*>([^]*?)</form>`,
  ).exec(page)!
  const inputs = [
    ...body!.matchAll(/<input (?!type="radio")[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g),
  ]
  return {
    action: address!.replaceAll('&amp;', '&'),
    fields: Object.fromEntries(inputs.map(([, name, value]) => [name!, value!])),
  }
}
