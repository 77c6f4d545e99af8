import fc from 'fast-check'
import t from 'tap'
import { seedId } from '../../../src/demo/seeds/seed-steps.ts'
import { readable } from '../../support/foreign/page-forms.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'
import { standingClock } from '../../support/service/demo-clock.ts'

// Two people press what their pages offer, in any order and from pages of any age. No press loses a box that its
// button does not name, and one from an old page changes nothing.

const JOB = seedId(43)
const AS_PAGE = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' }
const FRAMES = [1, 2, 3, 4, 5, 6, 7]

const app = await startDemoApp(t, standingClock())

interface Stored {
  attempt: string
  player: string
  /** Frame and box of each, as one text. */
  boxes: Map<string, string>
}

async function stored(): Promise<Stored> {
  const { data } = (await app.ask(`/api/jobs/${JOB}`)).json()
  type Selection = Record<'frame_key' | 'x' | 'y' | 'w' | 'h', unknown>
  const boxes = (data.target.selections as Selection[]).map(
    ({ frame_key, x, y, w, h }): [string, string] => [String(frame_key), [x, y, w, h].join()],
  )
  return {
    attempt: data.target.analysis_attempt_id,
    player: String(data.player_ref.track_id),
    boxes: new Map(boxes),
  }
}

/** A form of a page as a browser without script reads it. */
interface Form {
  action: string
  fields: [string, string][]
  buttons: { label: string; action: string; fields: [string, string][] }[]
}

const of = (tag: string, name: string) => {
  const value = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1]
  return value === undefined ? null : readable(value)
}

function formsOf(page: string): Form[] {
  return page
    .split('<form')
    .slice(1)
    .map((part) => {
      const text = part.split('</form>')[0]!
      const inputs = [...text.matchAll(/<input\b[^>]*>/g)].map(([tag]) => tag)
      const sent = inputs.filter(
        (tag) =>
          !/ type="image"| type="checkbox"/.test(tag) &&
          (!/ type="radio"/.test(tag) || / checked/.test(tag)),
      )
      const buttons = [...text.matchAll(/<button\b([^>]*)>(.*?)<\/button>/gs)]
      return {
        action: of(text, 'action') ?? '',
        fields: sent.map((tag): [string, string] => [
          of(tag, 'name') ?? '',
          of(tag, 'value') ?? '',
        ]),
        buttons: buttons
          .filter(([, tag]) => !/type="button"|formmethod="get"/.test(tag!))
          .map(([, tag, words]) => ({
            label: of(tag!, 'aria-label') ?? readable(words!).trim(),
            action: of(tag!, 'formaction') ?? of(text, 'action') ?? '',
            fields: of(tag!, 'name') ? [[of(tag!, 'name')!, of(tag!, 'value') ?? '']] : [],
          })),
      } satisfies Form
    })
}

const STORING =
  /^(Confirm target|Add this box|Replace this box|Replace all boxes|Use this player|Remove the box on .*)$/

/** A page that somebody has open. */
interface Open {
  n: number
  attempt: string
  frameKey: string
  forms: Form[]
}

async function open(n: number): Promise<Open> {
  const [{ status, text }, now] = [await app.ask(`/jobs/${JOB}/frames/${n}`), await stored()]
  t.equal(status, 200)
  const { data } = (await app.ask(`/api/jobs/${JOB}`)).json()
  return { n, attempt: now.attempt, frameKey: data.preview_frames[n - 1].key, forms: formsOf(text) }
}

/** What a press may have done, told from the words on its button alone. */
function promised(label: string, page: Open, before: Stored, after: Stored): string | null {
  const others = (boxes: Map<string, string>, but: string) =>
    [...boxes]
      .filter(([key]) => key !== but)
      .sort()
      .join(' ')
  const keeps = others(before.boxes, page.frameKey) === others(after.boxes, page.frameKey)
  const isHere = after.boxes.has(page.frameKey)
  if (label === 'Use this player') return null
  if (after.player !== before.player) return 'the player is another one'
  if (label === 'Add this box' || label === 'Replace this box')
    return keeps && isHere
      ? null
      : 'a box of another frame is lost, or that of this one is not there'
  if (label === 'Replace all boxes' || label === 'Confirm target')
    return isHere && after.boxes.size === 1 ? null : 'not this box alone is stored'
  const n = Number(/Frame (\d+)/.exec(label)![1])
  const kept = [...before.boxes].filter(
    ([key]) => !key.endsWith(`_${String(n).padStart(4, '0')}.jpg`),
  )
  return kept.sort().join(' ') === [...after.boxes].sort().join(' ')
    ? null
    : 'not that box alone is removed'
}

const step = fc.record({
  person: fc.constantFrom('Anna', 'Ben'),
  opens: fc.boolean(),
  n: fc.constantFrom(...FRAMES),
  choice: fc.nat({ max: 30 }),
  left: fc.option(fc.integer({ min: 100, max: 900 })),
})

t.test('no press loses a box that its button does not name', async (t) => {
  t.setTimeout(120_000)
  const done = { taken: 0, refused: 0, old: 0 }
  const pressed = new Set<string>()
  const seed = Number(process.env['LOST_SEED'] ?? Date.now() % 1_000_000)
  t.comment(`LOST_SEED=${seed}`)
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
      const pages = new Map<string, Open>()
      for (const { person, opens, n, choice, left } of steps) {
        const page = pages.get(person)
        if (opens || page === undefined) {
          pages.set(person, await open(n))
          continue
        }
        const all = page.forms.flatMap((form) => form.buttons.map((button) => ({ form, button })))
        // Another player drops all boxes, so one is seldom chosen: else there would be none to lose.
        const offered = all.filter(
          ({ button: { label } }) =>
            STORING.test(label) && (label !== 'Use this player' || choice % 7 === 0),
        )
        if (offered.length === 0) continue
        const { form, button } = offered[choice % offered.length]!
        const before = await stored()
        const fields = form.fields.map(([name, value]): [string, string] =>
          name === 'left' && left !== null ? [name, String(left)] : [name, value],
        )
        const answer = await app.ask(button.action, {
          method: 'POST',
          headers: AS_PAGE,
          body: new URLSearchParams([...fields, ...button.fields]).toString(),
        })
        const after = await stored()
        const label = button.label.replace(/ on .*/, '')
        const told = `${person} pressed ${button.label} on frame ${page.n}: ${answer.status}`
        const same = JSON.stringify([...before.boxes]) === JSON.stringify([...after.boxes])
        if (answer.status >= 400) {
          done.refused += 1
          if (!same || before.player !== after.player)
            throw new Error(`${told}, and it changed something`)
        } else {
          done.taken += 1
          pressed.add(label)
          if (before.attempt !== page.attempt && before.attempt !== after.attempt)
            throw new Error(`${told}, from an old page`)
          const lost = promised(button.label, page, before, after)
          if (lost !== null) throw new Error(`${told}: ${lost}`)
        }
        if (before.attempt !== page.attempt) done.old += 1
        // As a browser follows the answer.
        if (answer.status < 400) pages.set(person, await open(page.n))
      }
    }),
    { numRuns: 12, seed, endOnFailure: true },
  )
  t.ok(done.taken > 20 && done.old > 5, JSON.stringify(done))
  t.ok(pressed.size >= 4, [...pressed].join())
})
