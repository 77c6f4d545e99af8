import { bytesOf } from '../../../src/demo/match/cast.ts'
import type { Match } from '../../../src/demo/match/match.ts'
import { seededRandom } from '../../../src/demo/random.ts'
import { project } from '../../../src/demo/scene/camera.ts'
import type { Figure } from '../../../src/demo/scene/scene.ts'
import type { Pixels } from '../../../src/domain/track/shirt.ts'

const [WIDTH, HEIGHT] = [640, 360]
const SKINS = ['#e8b990', '#8d5a3a', '#c98f64', '#5f3b28']
const GRASS = ['#4f8f3a', '#447f33', '#3b7440', '#6d8f45'] as const

/** One picture is looked at before the next is painted: a new one each time would be most of the work. */
const rgb = new Uint8Array(WIDTH * HEIGHT * 3)

/** The light on a match: part of the pitch in shade, an exposure and a white balance that drift. */
interface Weather {
  /** Where the shade begins, metres from the near line; those beyond are in it. */
  shadeFromM: number
  shade: number
  exposure(timeSec: number): number
  balance: readonly [number, number, number]
}

function weatherOf(seed: string): Weather {
  const random = seededRandom(`${seed} weather`)
  const between = (low: number, high: number) => low + random() * (high - low)
  const shaded = random() < 0.4
  const [period, phase] = [between(15, 60), between(0, 6)]
  return {
    shadeFromM: shaded ? between(15, 45) : 1000,
    shade: between(0.3, 0.55),
    exposure: (timeSec) => 1 + 0.18 * Math.sin((2 * Math.PI * timeSec) / period + phase),
    balance: [between(0.94, 1.06), 1, between(0.94, 1.06)],
  }
}

/**
 * A picture of the match as a camera takes it, for the measure of shirts: people before one another on grass,
 * with heads, arms, numbers and folds, in this weather, with noise. 640 by 360.
 */
export function paint(match: Match, seed: string, timeSec: number): Pixels {
  const weather = weatherOf(seed)
  const random = seededRandom(`${seed} noise ${timeSec.toFixed(2)}`)
  const view = match.view(timeSec)
  const shadeRow = project(view, { x: 0, y: weather.shadeFromM }).y * HEIGHT
  const exposure = weather.exposure(timeSec)
  const lit = (colour: string, inShade: boolean, fold = 1): [number, number, number] => {
    const light = exposure * (inShade ? weather.shade : 1) * fold
    return bytesOf(colour).map(
      (byte, part) =>
        // Light adds up before the camera's curve (about 2.2).
        255 * Math.min(1, (byte / 255) ** 2.2 * light * weather.balance[part]!) ** (1 / 2.2),
    ) as [number, number, number]
  }
  const grass = GRASS[Math.floor(seededRandom(`${seed} grass`)() * GRASS.length)]!
  const [sunny, shady] = [lit(grass, false), lit(grass, true)]
  const figures = match.figures(timeSec)
  // Nobody looks at the grass elsewhere.
  for (const { box } of figures) {
    const [left, right] = [(box.x - box.w / 2) * WIDTH, (box.x + 1.5 * box.w) * WIDTH]
    const [top, bottom] = [(box.y + box.h / 10) * HEIGHT, (box.y + 1.15 * box.h) * HEIGHT]
    for (let y = Math.max(0, Math.floor(top)); y < Math.min(HEIGHT, bottom); y += 1) {
      const colour = y < shadeRow ? shady : sunny
      for (let x = Math.max(0, Math.floor(left)); x < Math.min(WIDTH, right); x += 1) {
        const at = (y * WIDTH + x) * 3
        const off = (((x * 7 + y * 13) % 11) - 5) * 1.6
        rgb[at] = clamp(colour[0] + off)
        rgb[at + 1] = clamp(colour[1] + off)
        rgb[at + 2] = clamp(colour[2] + off)
      }
    }
  }
  for (const figure of figures) {
    const inShade = (figure.box.y + figure.box.h) * HEIGHT < shadeRow
    const colours = new Map<string, [number, number, number][]>()
    const colourOf = (colour: string, fold: number) => {
      const known = colours.get(colour) ?? FOLDS.map((light) => lit(colour, inShade, light))
      colours.set(colour, known)
      return known[fold]!
    }
    paintFigure(figure, random, (x, y, colour, fold) => {
      const at = (y * WIDTH + x) * 3
      const [red, green, blue] = colourOf(colour, fold)
      const noise = (random() - 0.5) * 20
      rgb[at] = clamp(red + noise)
      rgb[at + 1] = clamp(green + noise)
      rgb[at + 2] = clamp(blue + noise)
    })
  }
  return { width: WIDTH, height: HEIGHT, rgb }
}

function clamp(value: number): number {
  return Math.max(0, Math.min(255, value))
}

/** Folds, and the sun from one side: how bright the left, the middle and the right of a body are. */
const FOLDS = [1.12, 0.95, 0.78]

/** `fold` is an index into `FOLDS`. */
type Put = (x: number, y: number, colour: string, fold: number) => void

function paintFigure(figure: Figure, random: () => number, put: Put): void {
  const { box } = figure
  const [left, right] = [box.x * WIDTH, (box.x + box.w) * WIDTH]
  const [top, bottom] = [box.y * HEIGHT, (box.y + box.h) * HEIGHT]
  const lean = (random() - 0.5) * 0.14
  for (let y = Math.max(0, Math.ceil(top)); y < Math.min(HEIGHT, bottom); y += 1) {
    for (let x = Math.max(0, Math.ceil(left)); x < Math.min(WIDTH, right); x += 1) {
      const [down, across] = [(y - top) / (bottom - top), (x - left) / (right - left)]
      const colour = partAt(figure, across - lean * (0.5 - down), down)
      if (colour !== null) put(x, y, colour, across < 0.4 ? 0 : across > 0.6 ? 2 : 1)
    }
  }
}

function partAt({ kit, person, number, stride }: Figure, x: number, y: number): string | null {
  const skin = SKINS[person % SKINS.length]!
  const off = Math.abs(x - 0.5)
  if (y < 0.06) return off < 0.12 ? '#2b1d14' : null
  if (y < 0.17) return off < 0.13 ? skin : null
  if (y < 0.5) {
    if (
      number !== null &&
      Math.sin(stride / 9 + person) > 0 &&
      off < 0.09 &&
      y > 0.27 &&
      y < 0.38 &&
      (x * 40) % 2 < 1
    )
      return '#ffffff'
    if (off < 0.23) return kit.shirt
    return off < 0.4 && y < 0.46 ? (y < 0.32 ? kit.shirt : skin) : null
  }
  if (y < 0.64) return off < 0.24 ? kit.shorts : null
  const swing = Math.abs(Math.sin(stride)) * 0.2
  const leg = Math.abs(off - 0.08 - swing * (y - 0.6))
  if (leg > 0.07) return null
  return y < 0.74 ? skin : y < 0.93 ? kit.socks : '#22242a'
}
