import t, { type Test } from 'tap'
import { heading } from '../support/browser/controls.ts'
import { launchFirefox, personInFirefox } from '../support/browser/firefox.ts'
import { HOST } from '../support/browser/host-name.ts'
import { asSoonAsPossible, NOT_YET, type Person } from '../support/browser/person.ts'
import { launchWebKit } from '../support/browser/webkit.ts'
import { FIREFOX, WEBKIT, withoutPart } from '../support/parts/parts.ts'
import { startDemoApp } from '../support/service/demo-app.ts'
import { WALK_MS } from '../support/service/whole-job.ts'

// What only Firefox or WebKit showed: a lost focus with script off, a label cut by the edge, text at the top of a
// button, a white scrollbar in a dark page.

t.setTimeout(WALK_MS)

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const FRAME = `/jobs/${id(10)}/frames/5`
const RESULT = `/jobs/${id(19)}/result`
const { origin, ask } = await startDemoApp(t)
const { port } = new URL(origin)

interface Look {
  script?: boolean
  dark?: boolean
}
const BROWSERS = {
  Firefox: {
    part: FIREFOX,
    home: `http://${HOST}:${port}`,
    launch: async (t: Test, look: Look) => {
      const browser = await launchFirefox(t, { host: HOST, ...look })
      return personInFirefox(await browser.newPage())
    },
  },
  WebKit: {
    part: WEBKIT,
    home: `http://${HOST}`,
    launch: (t: Test, look: Look) => launchWebKit(t, Number(port), look),
  },
}

/** The value of an expression, as soon as it is one. */
const seen = (person: Person, expression: string) =>
  asSoonAsPossible(async () => (await person.evaluate(expression)) ?? NOT_YET)

const LEFT = 'Number(document.getElementById("left").value)'
const FOCUSED = 'document.activeElement.getAttribute("aria-label")'

/** CSS pixels between the edge of the radar's canvas and what is drawn on it, for the nearest edge. */
const ROOM_AT_EDGE = `(() => {
  const canvas = document.querySelector('result-radar canvas')
  if (!canvas || !canvas.width) return null
  const { width, height } = canvas
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height)
  const pixels = new Uint32Array(data.buffer)
  let room = Infinity
  for (let at = 0; at < pixels.length; at += 1) {
    if (pixels[at] === pixels[0]) continue
    const x = at % width
    const y = (at - x) / width
    room = Math.min(room, x, y, width - 1 - x, height - 1 - y)
  }
  return room === Infinity ? null : room / devicePixelRatio
})()`

/** Of each link that looks like a button: how far its text is from the middle, CSS pixels. */
const OFF_THE_MIDDLE = `[...document.querySelectorAll('.frame-links a.button')].map((link) => {
  const range = document.createRange()
  range.selectNodeContents(link)
  const [text, box] = [range.getBoundingClientRect(), link.getBoundingClientRect()]
  return Math.abs((text.top + text.bottom - box.top - box.bottom) / 2)
})`

for (const [name, { part, home, launch }] of Object.entries(BROWSERS)) {
  const skip = withoutPart(part)

  t.test(`in ${name} with script off the focus stays on the nudge button`, { skip }, async (t) => {
    const person = await launch(t, { script: false })
    await person.open(home + FRAME)
    t.match(await person.evaluate('document.querySelector("h1").textContent'), /^Frame 5 of/)
    t.equal(await person.evaluate('typeof htmx'), 'undefined')
    const left = await person.evaluate(LEFT)
    await person.evaluate('document.getElementById("nudge-right").focus()')
    for (const presses of [1, 2, 3]) {
      await person.pressEnter()
      const moved = Math.round((left + presses) * 10) / 10
      t.equal(await seen(person, `${LEFT} === ${moved} ? ${moved} : null`), moved)
      t.equal(await person.evaluate(FOCUSED), 'Move right', `after press ${presses}`)
    }
  })

  t.test(`in ${name} the radar has room at every edge`, { skip }, async (t) => {
    const person = await launch(t, {})
    await person.open(home + RESULT)
    await person.read(heading('Result'))
    const room = await seen(person, ROOM_AT_EDGE)
    t.ok(room >= 1, `${room} pixels`)
  })

  t.test(
    `in ${name} link-buttons are centred, and a dark page is dark throughout`,
    { skip },
    async (t) => {
      const person = await launch(t, { dark: true })
      await person.open(home + FRAME)
      await person.read(heading('Frame 5'))
      const off: number[] = await person.evaluate(OFF_THE_MIDDLE)
      t.ok(off.length >= 4)
      t.strictSame(
        off.filter((pixels) => pixels > 1),
        [],
      )
      t.equal(await person.evaluate('matchMedia("(prefers-color-scheme: dark)").matches'), true)
      const strip = 'getComputedStyle(document.querySelector("#frame .strip"))'
      t.equal(await person.evaluate(`${strip}.colorScheme`), 'light dark')
      if (await person.evaluate('CSS.supports("scrollbar-color", "red red")')) {
        const colours: string = await person.evaluate(`${strip}.scrollbarColor`)
        const parts = [...colours.matchAll(/rgb\((\d+), (\d+), (\d+)\)/g)]
        t.equal(parts.length, 2, colours)
        const [, ground] = parts
        t.ok(Math.max(...(ground ?? []).slice(1).map(Number)) < 100, `the track is ${colours}`)
      }
    },
  )
}

t.test('the size of text is held in the words of WebKit too', async (t) => {
  const { status, text } = await ask(FRAME)
  t.equal(status, 200)
  const sheets = [...text.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)]
  const css = await Promise.all(sheets.map(async ([, href]) => (await ask(href ?? '')).text))
  t.match(css.join('\n'), /-webkit-text-size-adjust: 100%/)
})
