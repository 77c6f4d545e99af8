import t from 'tap'
import { seedId } from '../../../src/demo/seeds/seed-steps.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'

const HTML = { headers: { accept: 'text/html' } }
const PART = {
  headers: { accept: 'text/html', 'hx-request': 'true', 'hx-request-type': 'partial' },
}
const MIXED_UP = seedId(52)

/** The choice when the pictures have been looked at: 204 before. */
async function whenSeen(app: Awaited<ReturnType<typeof startDemoApp>>, id: string) {
  for (let asks = 0; asks < 5_000; asks += 1) {
    const answer = await app.ask(`/jobs/${id}/tracks?form=select-track`, PART)
    if (answer.status !== 204) return answer
  }
  throw new Error('Nobody has looked.')
}

t.test(
  'when the shirts are seen the picture turns to the player, unless it has been chosen by',
  async (t) => {
    const app = await startDemoApp(t)
    const first = await app.ask(`/jobs/${MIXED_UP}`, HTML)
    t.equal(first.status, 200)
    const later = await whenSeen(app, MIXED_UP)
    t.equal(later.status, 200)
    t.notMatch(later.text, /On this picture the shirt/)
    const seenOf = (html: string) => /name="seen" value="([^"]*)"/.exec(html)![1]!
    const [before, after] = [seenOf(first.text), seenOf(later.text)].map((seen) => seen.split(' '))
    const turned = before!.filter((name) => !after!.includes(name))
    t.strictSame(
      turned.map((name) => name.split('.')[0]).sort(),
      ['14', '20'],
      'the two that were mixed up, and no other',
    )

    const chosen = turned.find((name) => name.startsWith('20.'))!
    const form = new URLSearchParams({ trackId: '20', seen: before!.join(' ') })
    const kept = await app.ask(`/jobs/${MIXED_UP}/tracks?form=select-track&${form}`, PART)
    t.equal(kept.status, 200)
    t.notMatch(kept.text, /value="20" checked/, 'it is not sent yet')
    t.match(kept.text, / checked>/)
    t.ok(seenOf(kept.text).split(' ').includes(chosen), 'its box stays with its picture')
    t.notOk(
      seenOf(kept.text)
        .split(' ')
        .includes(before!.find((name) => name.startsWith('14.'))!),
    )
    t.strictSame(
      [...kept.text.matchAll(/<span class="track-fact warn-text">(On .*?)<\/span>/g)].map(
        ([, words]) => words,
      ),
      ['On this picture the shirt is orange: perhaps another person'],
    )

    const answer = await app.ask(`/api/jobs/${MIXED_UP}/select-track`, {
      method: 'POST',
      headers: { ...HTML.headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'trackId=14&attempt=',
    })
    t.equal(answer.status, 303)
    const stored = await app.ask(`/jobs/${MIXED_UP}`, HTML)
    t.equal(stored.status, 200)
    t.match(
      stored.text,
      /<strong>Frame 18 at .*?<\/strong>/,
      'of the player, though none was shown',
    )

    const stays = new URLSearchParams({ track_id: '14', seen: before!.join(' ') })
    const again = await app.ask(`/jobs/${MIXED_UP}/tracks?form=pick-player&${stays}`, PART)
    t.equal(again.status, 200)
    t.match(again.text, /value="14" checked/, 'it is chosen beforehand now')
    t.ok(
      seenOf(again.text)
        .split(' ')
        .includes(after!.find((name) => name.startsWith('14.'))!),
      'so nobody has chosen it by the old picture',
    )
  },
)
