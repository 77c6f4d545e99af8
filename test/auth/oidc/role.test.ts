import t from 'tap'
import { withProvider } from '../../support/sign-in/with-provider.ts'

t.test('a role that was lowered holds from the next sign-in on', async (t) => {
  const { browser, later, provider } = await withProvider(t)
  const anna = browser()
  await anna.enter('/', 'anna')
  const act = () =>
    anna.ask('/api/jobs/j1/enqueue', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
  t.equal((await act()).status, 200)
  provider.people['anna'] = { groups: ['all'] }
  later(60 * 60_000 + 1_000)
  t.equal((await act()).status, 401)
  t.match((await anna.open('/')).text, '<span class="muted">viewer</span>')
  t.equal((await act()).status, 403)
})

t.test(
  'the role comes from the claim, in the token or beside it, whatever stands there',
  async (t) => {
    for (const claimsInToken of [true, false]) {
      const people: Record<string, { groups?: unknown }> = {
        ada: { groups: ['admins', 7, null, { a: 1 }] },
        one: { groups: 'scouts' },
        text: { groups: 'all,scouts' },
        case: { groups: ['Scouts'] },
        none: {},
        odd: { groups: { scouts: true } },
        many: { groups: [...Array.from({ length: 1_000 }, (_, n) => `group-${n}`), 'scouts'] },
      }
      const { browser } = await withProvider(t, {}, { people, claimsInToken })
      for (const [name, role] of Object.entries({
        ada: 'administrator',
        one: 'analyst',
        text: 'viewer',
        case: 'viewer',
        none: 'viewer',
        odd: 'viewer',
        many: 'analyst',
      })) {
        const { text } = await browser().enter('/', name)
        t.match(
          text,
          `${name}</bdi> <span class="muted">${role}</span>`,
          `${name} ${claimsInToken}`,
        )
      }
    }
  },
)

t.test(
  'without groups in the settings everybody is an analyst; with those of viewers all others stay out',
  async (t) => {
    const open = await withProvider(t, { ADMINISTRATOR_GROUPS: '', ANALYST_GROUPS: '' })
    t.match((await open.browser().enter('/', 'vera')).text, '<span class="muted">analyst</span>')
    const closed = await withProvider(t, { VIEWER_GROUPS: 'staff' })
    const vera = closed.browser()
    const shown = await vera.enter('/', 'vera')
    t.equal(shown.status, 403)
    t.match(shown.text, 'You are signed in as vera, but this name may not use Touchline.')
    t.match(shown.text, '<a href="/sign-out">Sign out, and sign in under another name</a>')
    t.equal((await vera.ask('/api/jobs/j1')).status, 401, 'and has no session')
  },
)

t.test('a name of the provider is bounded, and stands in no page as markup', async (t) => {
  const { browser } = await withProvider(
    t,
    {},
    {
      people: {
        markup: { preferred_username: '<img src=x onerror=alert(1)>', groups: ['scouts'] },
        long: { preferred_username: 'x'.repeat(5_000), groups: ['scouts'] },
        lines: { preferred_username: 'anna\nadmin', groups: ['scouts'] },
      },
    },
  )
  t.match((await browser().enter('/', 'markup')).text, '&lt;img src=x')
  t.match((await browser().enter('/', 'long')).text, 'long</bdi>', 'the subject stands in')
  t.match((await browser().enter('/', 'lines')).text, 'lines</bdi>')
})
