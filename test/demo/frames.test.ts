import sharp from 'sharp'
import t from 'tap'
import { simulateMatch } from '../../src/demo/run/simulation.ts'
import { FRAME, hiddenShare } from '../../src/demo/scene/camera.ts'
import { cropFrame, renderFrame } from '../../src/demo/scene/render-frame.ts'
import type { Figure, Look, Scene } from '../../src/demo/scene/scene.ts'
import { scriptedMatch } from '../../src/demo/scene/scripted-scene.ts'

const STEP_SEC = 96 / 33
const SCENES: [string, Scene, number[]][] = [
  ['the recorded match', scriptedMatch({ firstSec: STEP_SEC, stepSec: STEP_SEC }), [1, 21]],
  ...(['grass', 'snow', 'dusk'] satisfies Look[]).map((look): [string, Scene, number[]] => [
    `a simulated match on ${look}`,
    simulateMatch(`pixels ${look}`, look),
    [3, 17],
  ]),
]

for (const [name, scene, previews] of SCENES) {
  t.test(
    `on ${name} every shirt lies inside its box, and nothing of its colour outside`,
    async (t) => {
      for (const timeSec of previews.map((preview) => preview * STEP_SEC)) {
        const figures = scene.figures(timeSec)
        const pixels = await readPixels(await renderFrame(scene, timeSec))
        const stray = new Map<string, number>()
        const found = new Map<Figure, { count: number; top: number; bottom: number }>()
        for (let at = 0; at < FRAME.width * FRAME.height; at += 1) {
          const colour = shirtColour(pixels, at, figures)
          if (colour === null) continue
          const [x, y] = [(at % FRAME.width) + 0.5, Math.floor(at / FRAME.width) + 0.5]
          const owners = figures.filter((one) => one.kit.shirt === colour && encloses(one, x, y))
          if (owners.length === 0) stray.set(colour, (stray.get(colour) ?? 0) + 1)
          for (const owner of owners) {
            const seen = found.get(owner) ?? { count: 0, top: y, bottom: y }
            found.set(owner, { count: seen.count + 1, top: seen.top, bottom: y })
          }
        }
        t.strictSame(Object.fromEntries(stray), {}, `no stray shirt at ${timeSec} s`)
        for (const figure of figures.filter((one) => isFree(one, figures))) {
          const { count, top, bottom } = found.get(figure) ?? { count: 0, top: 0, bottom: 0 }
          const [w, h] = [figure.box.w * FRAME.width, figure.box.h * FRAME.height]
          t.ok(count > 0.08 * w * h, `track ${figure.trackId} wears its shirt inside the box`)
          t.ok(bottom - top > 0.25 * h, `the box of track ${figure.trackId} is not far too large`)
        }
      }
    },
  )
}

t.test('a frame is a JPEG of 1280 by 720 and of less than 200 kB', async (t) => {
  for (const [name, scene] of SCENES) {
    const frame = await renderFrame(scene, 20)
    const { format, width, height } = await sharp(frame).metadata()
    t.strictSame({ format, width, height }, { format: 'jpeg', ...FRAME }, name)
    t.ok(frame.length < 200_000, `${name}: ${frame.length} bytes`)
  }
})

t.test('the same second of the same match is the same picture', async (t) => {
  const [first, second] = await Promise.all(
    ['grass', 'grass'].map((look) => renderFrame(simulateMatch('same', look as Look), 12.5)),
  )
  t.ok(first!.equals(second!))
})

t.test('a cutaway shows spectators and no shirt', async (t) => {
  const scene = simulateMatch('cutaway', 'grass')
  const times = Array.from({ length: 900 }, (_, index) => index / 10)
  const timeSec = times.find((sec) => scene.isCutaway(sec))!
  t.strictSame(scene.figures(timeSec), [])
  const pixels = await readPixels(await renderFrame(scene, timeSec))
  const others = scene.figures(times.find((sec) => !scene.isCutaway(sec))!)
  let shirts = 0
  for (let at = 0; at < FRAME.width * FRAME.height; at += 1) {
    if (shirtColour(pixels, at, others) !== null) shirts += 1
  }
  t.equal(shirts, 0)
})

t.test("a candidate's picture is cut around the box", async (t) => {
  const scene = SCENES[0]![1]
  const frame = await renderFrame(scene, STEP_SEC)
  const { width, height } = await sharp(
    await cropFrame(frame, { x: 0.22, y: 0.3, w: 0.06, h: 0.22 }),
  ).metadata()
  t.strictSame({ width, height }, { width: 115, height: 238 })
})

t.test('a picture at the edge of the frame is cut short instead of failing', async (t) => {
  const frame = await renderFrame(SCENES[0]![1], STEP_SEC)
  const edge = await sharp(await cropFrame(frame, { x: 0.96, y: 0.9, w: 0.04, h: 0.1 })).metadata()
  t.ok(edge.width! > 0 && edge.height! > 0)
})

async function readPixels(jpeg: Buffer): Promise<Buffer> {
  return sharp(jpeg).raw().toBuffer()
}

/** The shirt whose colour a pixel has, or null. JPEG changes colours a little, most at edges. */
function shirtColour(pixels: Buffer, at: number, figures: Figure[]): string | null {
  const [r, g, b] = [pixels[at * 3]!, pixels[at * 3 + 1]!, pixels[at * 3 + 2]!]
  const shirts = new Set(figures.map((figure) => figure.kit.shirt))
  for (const shirt of shirts) {
    const value = Number.parseInt(shirt.slice(1), 16)
    const distance = Math.hypot(r - (value >> 16), g - ((value >> 8) & 255), b - (value & 255))
    if (distance < 40) return shirt
  }
  return null
}

function encloses({ box }: Figure, x: number, y: number): boolean {
  const [left, top] = [box.x * FRAME.width, box.y * FRAME.height]
  return x >= left && x <= left + box.w * FRAME.width && y >= top && y <= top + box.h * FRAME.height
}

/** Whether a person is whole in the frame with nobody before them. */
function isFree(figure: Figure, figures: Figure[]): boolean {
  const nearer = figures.slice(figures.indexOf(figure) + 1)
  return figure.detected && nearer.every((one) => hiddenShare(figure.box, one.box) === 0)
}
