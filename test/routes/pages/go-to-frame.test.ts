import t, { type Test } from 'tap'
import { startDemoApp } from '../../support/service/demo-app.ts'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
/** Track 8 is stored as the player. */
const WITH_PLAYER = id(10)
const FORM = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html,*/*;q=0.8' }

async function start(t: Test) {
  const app = await startDemoApp(t)
  const sent: string[] = []
  app.demo.server.on('request', ({ method, url }) => {
    if (method === 'POST') sent.push(`${url}`)
  })
  return { ...app, sent, go: (query: string) => app.ask(`/jobs/${WITH_PLAYER}/frames${query}`) }
}

/** The tag of a control. */
const control = (html: string, name: string) =>
  new RegExp(`<input[^>]*id="${name}"[^>]*>`).exec(html)?.[0] ?? ''

t.test(
  'a number or time that is none comes back to the frame page with a word at its field',
  async (t) => {
    const { go } = await start(t)
    const cases: [string, string, string, RegExp][] = [
      ['t=abc', 'go-t', 'abc', /Enter a time such as 1:05\./],
      ['t=1m5s', 'go-t', '1m5s', /Enter a time such as 1:05\./],
      ['t=-5', 'go-t', '-5', /Enter a time such as 1:05\./],
      ['n=999', 'go-n', '999', /Enter a frame number from 1 to 32, or a time\./],
      ['n=0', 'go-n', '0', /from 1 to 32/],
      ['n=2.5', 'go-n', '2.5', /from 1 to 32/],
      ['n=0x5', 'go-n', '0x5', /from 1 to 32/],
      ['n=&t=', 'go-n', '4', /from 1 to 32/],
    ]
    for (const [query, field, value, word] of cases) {
      const answer = await go(`?track=8&from=4&${query}`)
      t.equal(answer.status, 400, query)
      t.match(answer.text, /<h1 class="frame-title">Frame 4 of 32/, `${query}: the frame in work`)
      t.match(answer.text, /<title>Error: Frame 4/)
      t.match(answer.text, `<a href="#${field}">`)
      t.match(answer.text, word)
      t.match(control(answer.text, field), `value="${value}"`)
      t.match(control(answer.text, field), 'aria-invalid="true" aria-describedby="go-fault"')
      t.match(/id="go-fault">([^<]*)/.exec(answer.text)?.[1], word, 'beside the field too')
      t.match(answer.text, /Next with [A-Z]</, 'the track is kept')
    }
    t.match((await go('?n=999')).text, 'Frame 1 of 32', 'and where nobody says which, the first')
  },
)

t.test('a time is read in full-width digits too', async (t) => {
  const { go } = await start(t)
  const usual = await go('?track=8&t=1:02.5')
  t.equal(usual.status, 303)
  t.match(usual.headers['location'], /frames\/\d+\?track=8$/)
  for (const time of ['１：０２．５', '６２．５', '62,5']) {
    const answer = await go(`?track=8&t=${encodeURIComponent(time)}`)
    t.equal(answer.status, 303, time)
    t.equal(answer.headers['location'], usual.headers['location'], time)
  }
  t.match((await go(`?n=${encodeURIComponent('１２')}`)).headers['location'], /frames\/12$/)
})

t.test('the box in work is not lost over a time that cannot be read', async (t) => {
  const { ask, go } = await start(t)
  const box = 'left=10&top=20&width=30&height=40'
  const page = await ask(`/jobs/${WITH_PLAYER}/frames/4?track=8&${box}&nudge=right&step=10`)
  t.equal(page.status, 200)
  const [form = ''] = /<form class="go-to"[\s\S]*?<\/form>/.exec(page.text) ?? []
  const hidden = [...form.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)]
  const query = new URLSearchParams(hidden.map(([, name = '', value = '']) => [name, value]))
  const back = await go(`?${query}&n=4&t=abc`)
  t.equal(back.status, 400)
  t.match(back.text, 'Frame 4 of 32')
  for (const html of [page.text, back.text]) {
    const shown = ['left', 'top', 'width', 'height'].map(
      (name) => /value="([^"]*)"/.exec(control(html, name))?.[1],
    )
    t.same(shown, ['20', '20', '30', '40'])
  }
  const there = await go(`?${query}&n=5&t=`)
  t.equal(
    there.headers['location'],
    `/jobs/${WITH_PLAYER}/frames/5?track=8`,
    'never to another frame',
  )
})

t.test('a form whose time is none and that names no frame sends nothing', async (t) => {
  const { ask, sent } = await start(t)
  const box = { left: '10', top: '20', width: '30', height: '40' }
  for (const time of ['abc', 'NaN', '-1', '1e999', '']) {
    for (const [action, fields] of [
      ['target', { track_id: '8', ...box }],
      ['player-ref', box],
      ['selection', { track_id: '8', ...box }],
    ] as const) {
      for (const page of ['?page=frame&from=4', '']) {
        const answer = await ask(`/api/jobs/${WITH_PLAYER}/${action}${page}`, {
          method: 'POST',
          headers: FORM,
          body: new URLSearchParams({ ...fields, time_sec: time }).toString(),
        })
        t.equal(answer.status, 400, `${action} at ${time}`)
        t.match(answer.text, 'Choose the frame again')
        if (page === '') continue
        t.match(answer.text, 'Frame 4 of 32', 'back on the page that it came from')
        t.match(control(answer.text, 'left'), 'value="10"', 'with its box')
        t.match(control(answer.text, 'go-n'), 'aria-invalid')
      }
    }
  }
  t.same(sent, [])
})

t.test('an address with a frame that is no number speaks of that, not of the job', async (t) => {
  const { ask } = await start(t)
  for (const n of ['abc', '0', '-1', '1.5']) {
    const answer = await ask(`/jobs/${WITH_PLAYER}/frames/${n}`)
    t.equal(answer.status, 404, n)
    t.notMatch(answer.text, 'A job id has')
  }
  t.match((await ask('/jobs/%20/frames/1')).text, 'A job id has')
})
