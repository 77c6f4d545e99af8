import t, { type Test } from 'tap'
import { startApp } from '../../support/app.ts'
import { violations } from '../../support/browser/axe.ts'
import { launchBrowser } from '../../support/browser/browser.ts'
import { recordings } from '../../support/service/recordings.ts'
import { json, startUpstream } from '../../support/service/upstream-server.ts'

const ID = '11111111-1111-4111-8111-111111111111'
const PATH = '/integrations/lgi/matches'
const HTML = { accept: 'text/html' }
const FORM = { ...HTML, 'content-type': 'application/x-www-form-urlencoded' }

/** The answer that was recorded under a name. */
function recorded(name: string) {
  const { response } = recordings().find((one) => one.name === name)!
  return json(response.body, response.status)
}

async function start(t: Test, list = 'lgi-matches--200', now: () => number = Date.now) {
  const upstream = await startUpstream(t, json({ detail: 'Not Found' }, 404))
  upstream.on(`GET ${PATH}`, recorded(list))
  upstream.on(`GET ${PATH}/${ID}`, recorded('lgi-match--200'))
  upstream.on('POST /jobs', recorded('create-job--lgi--200'))
  const app = await startApp(t, { API_BASE_URL: upstream.url }, { now })
  const asked = () => upstream.requests.filter(({ path }) => path.startsWith(PATH))
  return { upstream, app, ask: app.ask, asked }
}

const filled = (html: string, name: string) =>
  new RegExp(`<input[^>]* name="${name}"[^>]* value="([^"]*)"`).exec(html)?.[1]

t.test('the matches of the archive are listed with what is known of them', async (t) => {
  const { ask, asked } = await start(t)
  const before = await ask('/', { headers: HTML })
  t.equal(before.status, 200)
  t.match(before.text, 'Search the matches')
  t.notMatch(before.text, 'Rossi FC')
  const page = await ask('/?archive=rossi%26limit%3D9', { headers: HTML })
  t.equal(page.status, 200)
  t.match(page.text, '2 matches')
  t.match(page.text, 'Rossi FC – Verdi FC · Test League · 2025/26 · 90 min')
  t.match(page.text, `href="/?match=${ID}"`)
  t.equal(asked().at(-1)?.path, `${PATH}?query=rossi%26limit%3D9&limit=50`)
})

t.test('a service without an archive is asked once, and nothing is shown of it', async (t) => {
  for (const list of ['lgi-matches--unconfigured--503', 'lgi-match--404']) {
    const { ask, asked } = await start(t, list)
    for (const path of ['/', '/?archive=rossi', '/']) {
      const page = await ask(path, { headers: HTML })
      t.equal(page.status, 200)
      t.match(page.text, 'New job')
      t.notMatch(page.text, 'matches')
    }
    t.equal(asked().length, 1, list)
  }
})

t.test('a chosen match and a chosen player of its line-up fill the form', async (t) => {
  const { ask, upstream } = await start(t)
  const chosen = await ask(`/?match=${ID}`, { headers: HTML })
  t.equal(chosen.status, 200)
  t.match(chosen.text, 'Match in the archive: <strong>Rossi FC - Verdi FC</strong>.')
  const teams = [...chosen.text.matchAll(/<optgroup label="([^"]*)">/g)].map(([, team]) => team)
  t.strictSame(teams.toSorted(), ['Rossi FC', 'Verdi FC'])
  t.equal(filled(chosen.text, 'player_name'), '', 'nobody is guessed')
  const [, player] = /<option value="([^"]+)">12, Player 2, DEF/.exec(chosen.text) ?? []
  const page = await ask(`/?match=${ID}&player=${player}`, { headers: HTML })
  t.strictSame(
    ['lgi_match_id', 'player_name', 'team_name', 'shirt_number'].map((name) =>
      filled(page.text, name),
    ),
    [ID, 'Player 2', 'Verdi FC', '12'],
  )
  const body = `lgi_match_id=${ID}&role=Striker&category=Senior&player_name=Player+2&shirt_number=12`
  const made = await ask('/api/jobs', { method: 'POST', headers: FORM, body })
  t.equal(made.status, 303)
  const others = { role: 'Striker', category: 'Senior', player_name: 'Player 2', shirt_number: 12 }
  t.strictSame(JSON.parse(String(upstream.requests.at(-1)?.body)), {
    ...others,
    lgi_match_id: ID,
  })
  const own = await ask('/api/jobs', {
    method: 'POST',
    headers: FORM,
    body: `${body}&video_url=https://v.test/a`,
  })
  t.equal(own.status, 303)
  t.match(JSON.parse(String(upstream.requests.at(-1)?.body)), {
    video_url: 'https://v.test/a',
    lgi_match_id: undefined,
  })
})

t.test('what is wrong with a match is said, and a refused form keeps it', async (t) => {
  const { ask, upstream } = await start(t)
  const gone = ID.replaceAll('1', '3')
  upstream.on(`GET ${PATH}/${gone}`, recorded('lgi-match--404'))
  for (const [id, status, words] of [
    [gone, 404, 'There is no match with this id.'],
    ['..%2Fjobs', 400, 'This is not the id of a match of the archive.'],
  ] as const) {
    const page = await ask(`/?match=${id}`, { headers: HTML })
    t.equal(page.status, status)
    t.match(page.text, words)
    t.equal(filled(page.text, 'lgi_match_id'), undefined)
  }
  t.notOk(upstream.requests.some(({ path }) => path.includes('..') || path === '/jobs'))
  upstream.on('POST /jobs', recorded('create-job--lgi-unknown--404'))
  const body = `lgi_match_id=${ID}&role=&category=&player_name=K.+Adu`
  const refused = await ask('/api/jobs', { method: 'POST', headers: FORM, body })
  t.equal(refused.status, 404)
  t.match(refused.text, 'There is no match with this id.')
  t.equal(filled(refused.text, 'lgi_match_id'), ID)
  t.equal(filled(refused.text, 'player_name'), 'K. Adu')
  upstream.on(`GET ${PATH}`, json({ ok: false, error: { code: 'X', message: 'down' } }, 500))
  const search = await ask('/?archive=a', { headers: HTML })
  t.equal(search.status, 200)
  t.match(search.text, /<div id="match-list">\s*<p>[A-Z][^<]+<\/p>/)
})

t.test('texts of the archive are foreign, and its lists are bounded', async (t) => {
  const { ask, upstream } = await start(t)
  const words = 'a<b>\u202e\n see https://v.test/a?X-Amz-Signature=c4na4ybird'
  const item = {
    title: words,
    home_team: words,
    away_team: words,
    competition: words,
    season: words,
  }
  const items = Array.from({ length: 400 }, (_, n) => ({
    ...item,
    id: `${ID.slice(0, -4)}${String(n).padStart(4, '0')}`,
    duration_seconds: 'long',
  }))
  upstream.on(`GET ${PATH}`, json({ items: [{ id: '"><script>' }, ...items] }))
  const player = { name: words, side: words, shirt_number: words, role: words }
  const lineup = Array.from({ length: 400 }, (_, n) => ({ ...player, id: `p${n}` }))
  upstream.on(`GET ${PATH}/${ID}`, json({ ...item, id: ID, lineup: [...lineup, 5, { id: 'x' }] }))
  const list = await ask('/?archive=', { headers: HTML })
  t.equal(list.status, 200)
  t.equal(list.text.match(/Use this match/g)?.length, 49)
  const page = await ask(`/?match=${ID}&player=p1`, { headers: HTML })
  t.equal(page.status, 200)
  t.equal(page.text.match(/<option value="p/g)?.length, 100)
  for (const { text } of [list, page]) {
    t.notMatch(text, 'c4na4ybird')
    t.notMatch(text, '<b>')
    t.notMatch(text, '\u202e')
  }
})

t.test(
  'by keyboard: search, choose the match and the player; with script and without',
  async (t) => {
    const browser = await launchBrowser(t)
    for (const javaScriptEnabled of [true, false]) {
      const { app, upstream } = await start(t)
      const page = await browser.newPage({ javaScriptEnabled })
      await page.goto(app.origin)
      t.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'Jobs')
      if (javaScriptEnabled) await page.getByLabel('Role').fill('Winger')
      await page.getByRole('searchbox', { name: 'Match in the archive' }).fill('rossi')
      await page.keyboard.press('Enter')
      await page.getByText('2 matches').waitFor()
      if (javaScriptEnabled) t.equal(await page.getByLabel('Role').inputValue(), 'Winger', 'kept')
      if (javaScriptEnabled) t.same(await violations(page), [], 'axe of the list')
      await page.getByRole('link', { name: 'Use this match' }).last().press('Enter')
      await page.waitForURL(/match=/)
      const players = page.getByRole('combobox', { name: 'Player of the line-up' })
      t.ok(await players.evaluate((field) => field === document.activeElement), 'asked first')
      if (javaScriptEnabled) await page.getByLabel('Role').fill('Winger')
      await players.selectOption({ label: '12, Player 2, DEF' })
      await page.getByRole('button', { name: 'Fill in this player' }).press('Enter')
      await page.locator('#player_name[value="Player 2"]').waitFor()
      if (javaScriptEnabled) t.equal(await page.getByLabel('Role').inputValue(), 'Winger', 'kept')
      if (javaScriptEnabled) t.same(await violations(page), [], 'axe of the form')
      await page.getByRole('button', { name: 'Create job' }).press('Enter')
      await page.waitForURL(/\/jobs\/3207ae43/)
      const sent = JSON.parse(
        String(upstream.requests.find(({ method }) => method === 'POST')?.body),
      )
      t.match(sent, {
        lgi_match_id: ID,
        player_name: 'Player 2',
        team_name: 'Verdi FC',
        shirt_number: 12,
      })
      await page.close()
    }
  },
)
