import t from 'tap'
import { seedId } from '../../../src/demo/seeds/seed-steps.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'

const HTML = { headers: { accept: 'text/html' } }
const PART = {
  headers: { accept: 'text/html', 'hx-request': 'true', 'hx-request-type': 'partial' },
}
const MIXED_UP = seedId(52)
/** Its analysis runs. */
const RUNNING = seedId(15)

/** The choice when the pictures have been looked at: 204 before. */
async function whenSeen(
  app: Awaited<ReturnType<typeof startDemoApp>>,
  id: string,
  form = 'select-track',
) {
  for (let asks = 0; asks < 5_000; asks += 1) {
    const answer = await app.ask(`/jobs/${id}/tracks?form=${form}`, PART)
    if (answer.status !== 204) return answer
  }
  throw new Error('Nobody has looked.')
}

/** The text of an element's tags, in order. */
const texts = (html: string, of: RegExp) =>
  [...html.matchAll(of)].map(([, text]) => text!.replace(/<[^>]*>/g, '').trim())
const groupsOf = (html: string) => texts(html, /<p class="shirt-group">(.*?)<\/p>/gs)
const doubtsOf = (html: string) => texts(html, /<p class="doubt">(.*?)<\/p>/gs)

t.test(
  'the choice comes at once, and by the colour of the shirts when these are seen',
  async (t) => {
    let pictures = 0
    const all = Promise.withResolvers<void>()
    const app = await startDemoApp(t, {}, {}, (demo) => {
      demo.addHook('onResponse', async ({ url }) => {
        if (!url.startsWith('/fnh/')) return
        pictures += 1
        // Two frames show nobody: they are not looked at.
        if (pictures === 30) all.resolve()
      })
    })
    const first = await app.ask(`/jobs/${MIXED_UP}`, HTML)
    t.equal(first.status, 200)
    t.match(first.text, /<legend>Which one is E\. Costa, number 6\?<\/legend>/)
    t.strictSame(groupsOf(first.text), [], 'nobody has looked yet')
    t.match(first.text, new RegExp(`hx-get="/jobs/${MIXED_UP}/tracks\\?form=select-track"`))

    await all.promise
    const choice = await whenSeen(app, MIXED_UP)
    t.equal(choice.status, 200)
    t.strictSame(groupsOf(choice.text), [
      'Light blue shirts',
      'Orange shirts',
      'Blue shirts',
      'Pink shirts',
    ])
    t.strictSame(doubtsOf(choice.text).sort(), [
      'Maybe two people. The shirt changes from light blue to orange at 00:29.1: look at frame 15.',
      'Maybe two people. The shirt changes from orange to light blue at 00:29.1: look at frame 15.',
    ])
    t.notMatch(choice.text, /hx-get/, 'it is not asked for again')
    t.equal(pictures, 30, 'each picture was fetched once')

    const later = await app.ask(`/jobs/${MIXED_UP}`, HTML)
    t.equal(groupsOf(later.text).length, 4, 'without script the next load has it')
    t.notMatch(later.text, /hx-get="[^"]*tracks/)
    const frame = await app.ask(`/jobs/${MIXED_UP}/frames/15`, HTML)
    t.equal(frame.status, 200)
    t.equal(doubtsOf(frame.text).length, 2, 'on the page of a frame too')
    t.match(frame.text, /middle, far side, orange shirt/)
  },
)

t.test('the choice by shirts comes only for the form that is on the page', async (t) => {
  let away = false
  const app = await startDemoApp(t, {}, {}, (demo) => {
    demo.addHook('onRequest', async ({ url }, reply) => {
      if (away && url.endsWith('/candidates')) return reply.code(503).send()
    })
  })
  const first = await app.ask(`/jobs/${MIXED_UP}`, HTML)
  t.equal(first.status, 200)
  t.match(first.text, /name="trackId"/)
  t.match((await whenSeen(app, MIXED_UP)).text, /name="trackId"/)
  away = true
  const meanwhile = await app.ask(`/jobs/${MIXED_UP}/tracks?form=select-track`, PART)
  t.equal(meanwhile.status, 204, 'the tracks of the frames belong into another form')
  const other = await app.ask(`/jobs/${MIXED_UP}`, HTML)
  t.equal(other.status, 200)
  t.match(other.text, /name="track_id"/)
  t.match((await whenSeen(app, MIXED_UP, 'pick-player')).text, /name="track_id"/)
})

t.test('no picture is looked at for a job whose player nobody can choose any more', async (t) => {
  const looked = new Set<string>()
  const app = await startDemoApp(t, {}, {}, (demo) => {
    demo.addHook('onResponse', async ({ url }) => {
      const [, id] = /^\/fnh\/jobs\/([^/]+)/.exec(url) ?? []
      if (id) looked.add(id)
    })
  })
  const job = await app.ask(`/jobs/${RUNNING}`, HTML)
  t.equal(job.status, 200)
  t.match(job.text, /<title>M\. Bianchi: Running/)
  const answer = await app.ask(`/jobs/${RUNNING}/tracks?form=select-track`, PART)
  t.equal(answer.status, 204)
  // One job is looked at after another, so a look at the first would have come before this one.
  t.equal((await whenSeen(app, MIXED_UP)).status, 200)
  t.strictSame([...looked], [MIXED_UP])
})

t.test('each track has its strip and six pictures over its life', async (t) => {
  const app = await startDemoApp(t)
  const { text } = await app.ask(`/jobs/${seedId(41)}`, HTML)
  const tracks = [...text.matchAll(/<div class="track-life"/g)].length
  t.ok(tracks >= 5)
  t.equal(
    [...text.matchAll(/aria-label="Presence of track \d+: seen in \d+ of 32 frames/g)].length,
    tracks,
  )
  const crops = text.split('class="life-crops"').slice(1)
  t.equal(crops.length, tracks)
  const most = crops.map((part) => part.split('</div>')[0]!.split('<image').length - 1)
  t.ok(most.every((count) => count >= 1 && count <= 6) && most.includes(6))
})

t.test(
  'where the pictures are gone the choice stays as it is, and no shirt is claimed',
  async (t) => {
    const asked = new Set<string>()
    const app = await startDemoApp(t, {}, {}, (demo) => {
      demo.addHook('onRequest', async ({ url }, reply) => {
        if (!url.startsWith('/fnh/')) return
        asked.add(url.split('?')[0]!)
        return reply.code(404).send()
      })
    })
    const choice = await whenSeen(app, MIXED_UP)
    t.equal(choice.status, 200)
    t.strictSame(groupsOf(choice.text), [])
    t.notMatch(choice.text, /hx-get/)
    t.equal(asked.size, 3, 'the others are not asked for')
  },
)

t.test('what the detector said of a track is kept when a selection takes it away', async (t) => {
  const app = await startDemoApp(t)
  const path = `/jobs/${seedId(41)}`
  const before = await app.ask(path, HTML)
  const [, track] = /name="trackId" value="(\d+)"/.exec(before.text) ?? []
  const said = (html: string) =>
    new RegExp(`id="track-${track}".*?Coverage <b>([\\d ]+%)</b>`, 's').exec(html)?.[1]
  t.ok(said(before.text))
  const answer = await app.ask(`/api${path}/select-track`, {
    method: 'POST',
    headers: { ...HTML.headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: `trackId=${track}&attempt=`,
  })
  t.equal(answer.status, 303)
  const after = await app.ask(path, HTML)
  t.match(after.text, /name="track_id"/, 'the proposals are gone')
  t.equal(said(after.text), said(before.text))
})

t.test('the first proposal is never said to be the player', async (t) => {
  const app = await startDemoApp(t)
  const { text } = await app.ask(`/jobs/${seedId(41)}`, HTML)
  const tags = texts(text, /<span class="tag">(.*?)<\/span>/g)
  t.equal(tags.length, 1)
  t.match(tags[0], /^(seen most often|first in the detector’s list)$/)
})

t.test('after a run that lost the player nothing is chosen beforehand', async (t) => {
  const app = await startDemoApp(t)
  const { status, text } = await app.ask(`/jobs/${seedId(23)}`, HTML)
  t.equal(status, 200)
  t.match(text, /type="radio"/)
  t.notMatch(text, /type="radio"[^>]*checked/)
  const { text: ready } = await app.ask(`/jobs/${seedId(41)}`, HTML)
  t.match(ready, /type="radio"[^>]*checked/)
})

t.test(
  'before the start the name that the result is filed under stands at the picture',
  async (t) => {
    const app = await startDemoApp(t)
    const { text } = await app.ask(`/jobs/${seedId(43)}`, HTML)
    t.match(text, /Is this <b>T\. Marsh, number 10, Harbour Town<\/b>\?/)
  },
)
