import t, { type Test } from 'tap'
import { connectGreedy, until } from '../../support/process/greedy.ts'
import { TOUCHLINE } from '../../support/sign-in/provider.ts'
import { withProvider } from '../../support/sign-in/with-provider.ts'

/** Touchline, and an answer that somebody has made up for a sign-in of their own. */
async function withMadeUpAnswer(t: Test) {
  const all = await withProvider(t)
  const stranger = all.browser()
  const begun = await stranger.ask('/sign-in?to=/')
  const there = new URL(String(begun.headers['location']))
  const back = new URL('/sign-in/back', TOUCHLINE)
  const state = there.searchParams.get('state')!
  back.search = new URLSearchParams({ state, code: 'x', iss: there.origin }).toString()
  const [{ pair: cookie } = { pair: '' }] = [...stranger.jar.values()]
  return {
    ...all,
    stranger,
    back,
    asked: () => all.provider.requests.filter((line) => line === 'POST /token').length,
    comeBack: async (from: string) => {
      const head = `GET ${back.pathname}${back.search} HTTP/1.1\r\nhost: touchline.test\r\ncookie: ${cookie}\r\n\r\n`
      const client = await connectGreedy(t, all.app.port, head, from)
      client.read()
      return client
    },
  }
}

t.test('the provider is asked about a few at a time, and not about who has left', async (t) => {
  const { provider, comeBack, asked, browser } = await withMadeUpAnswer(t)
  provider.keepSilent(true)
  const clients = await Promise.all(
    Array.from({ length: 50 }, (_, n) => comeBack(`127.0.1.${n + 1}`)),
  )
  const busy = () => clients.filter((one) => one.answers().includes(' 503 '))
  await until(() => busy().length === 10 || asked() > 8)
  t.equal(asked(), 8)
  t.match(busy()[0]?.answers(), 'SIGN_IN_BUSY')
  t.equal(provider.unanswered, 8)
  for (const { socket } of clients) socket.destroy()
  await until(() => provider.unanswered === 0)
  provider.keepSilent(false)
  t.equal((await browser().enter('/', 'anna')).status, 200, 'the next one gets in')
  t.ok(asked() < 50, `${asked()} calls: those who waited and left were dropped`)
})

t.test(
  'a browser with many answers that were wrong waits, and nobody else at its address',
  async (t) => {
    const { stranger, back, asked, browser, later } = await withMadeUpAnswer(t)
    const anna = browser()
    await anna.enter('/', 'anna')
    for (let n = 0; n < 12; n += 1) t.equal((await anna.open('/sign-in')).status, 200)
    const before = asked()
    for (let n = 0; n < 10; n += 1) t.equal((await stranger.ask(back)).status, 403)
    const told = await stranger.ask(back)
    t.equal(told.status, 429)
    t.match(told.headers['retry-after'], /^\d+$/)
    t.match(told.text, '<h1>')
    t.equal(asked() - before, 10)
    t.equal((await browser().enter('/', 'vera')).status, 200, 'somebody beside it')
    later(61_000)
    t.equal((await stranger.ask(back)).status, 403, 'a minute later')
  },
)
