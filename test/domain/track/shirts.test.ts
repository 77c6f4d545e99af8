import fc from 'fast-check'
import t from 'tap'
import { apart, type Colour, colourOf, lightOf } from '../../../src/domain/track/colour.ts'
import { coloursOf, lookAtShirt, type Pixels } from '../../../src/domain/track/shirt.ts'
import { groupShirts } from '../../../src/domain/track/shirt-groups.ts'
import { shirtRuns } from '../../../src/domain/track/shirt-runs.ts'

/** A picture of one box that fills it: shirt, then the rest. */
function picture(shirt: number[], ground: number[], odd: number[] = shirt): Pixels {
  const [width, height] = [300, 200]
  const rgb = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const isShirt = x >= 125 && x < 175 && y >= 40 && y < 100
      const colour = isShirt ? (x % 8 === 0 ? odd : shirt) : ground
      rgb.set(colour, (y * width + x) * 3)
    }
  }
  return { width, height, rgb }
}
const BOX = { x: 1 / 3, y: 0, w: 1 / 3, h: 0.98 }
const [RED, BLUE, WHITE, GREEN] = [
  [200, 30, 40],
  [30, 60, 200],
  [250, 250, 250],
  [60, 140, 60],
]
const plain = (bytes: number[]): Colour =>
  colourOf([lightOf(bytes[0]!), lightOf(bytes[1]!), lightOf(bytes[2]!)])

function seen(...all: Pixels[]): Colour[] {
  const looks = new Map(all.map((pixels, index) => [index, lookAtShirt(pixels, BOX)!]))
  return [...coloursOf(looks).values()]
}

t.test('a shirt has its own colour, whatever the number on it', async (t) => {
  for (const shirt of [RED, BLUE, WHITE]) {
    const [colour] = seen(picture(shirt!, GREEN!, WHITE))
    t.ok(apart(colour!, plain(shirt!)) < 2, `${shirt}`)
  }
  t.equal(lookAtShirt(picture(RED!, GREEN!), { x: 0, y: 0, w: 0.01, h: 0.01 }), null, 'too small')
})

t.test('a striped shirt is never one of its two colours and then the other', async (t) => {
  for (const [one, other] of [
    [RED, WHITE],
    [BLUE, WHITE],
    [BLUE, RED],
  ]) {
    const striped = (wide: number): Pixels => {
      const pixels = picture(one!, GREEN!)
      for (let at = 0; at < pixels.rgb.length; at += 3) {
        const isShirt = pixels.rgb[at] === one![0]
        if (isShirt && (at / 3) % 10 < wide) pixels.rgb.set(other!, at)
      }
      return pixels
    }
    const [less, more] = seen(striped(4), striped(6))
    const stripes = apart(plain(one!), plain(other!))
    t.ok(apart(less!, more!) < stripes / 2, `${one} and ${other}: ${apart(less!, more!)}`)
  }
})

t.test('a shirt in the shade is the shirt in the sun', async (t) => {
  /** Half the light: about 0.73 of the bytes. */
  const dim = (bytes: number[]) => bytes.map((byte) => Math.round(byte * 0.73))
  const [sun, shade, other] = seen(
    picture(RED!, GREEN!),
    picture(dim(RED!), dim(GREEN!)),
    picture(BLUE!, GREEN!),
  )
  t.ok(apart(sun!, shade!) < 5, `${apart(sun!, shade!)}`)
  t.ok(apart(sun!, other!) > 50)
})

t.test('two shirts are two runs; one odd sighting is none', async (t) => {
  const [red, blue] = [plain(RED!), plain(BLUE!)]
  const runs = (colours: Colour[]) => shirtRuns(colours).map(({ from, to }) => [from, to])
  t.strictSame(runs([red, red, red, blue, blue, blue]), [
    [0, 2],
    [3, 5],
  ])
  t.strictSame(runs([red, red, blue, blue, red, red]), [
    [0, 1],
    [2, 3],
    [4, 5],
  ])
  t.strictSame(runs([red, red, red, blue, red, red]), [[0, 5]])
  t.strictSame(
    runs([red, red, red, blue, red, red, blue, blue, blue]),
    [
      [0, 5],
      [6, 8],
    ],
    'nor beside a true change',
  )
  t.strictSame(runs([red]), [[0, 0]])
})

t.test('runs follow one another without holes, whatever the colours', async () => {
  const colour = fc.tuple(
    fc.integer({ min: 0, max: 100 }),
    fc.integer({ min: -80, max: 80 }),
    fc.integer({ min: -80, max: 80 }),
  )
  fc.assert(
    fc.property(fc.array(colour, { minLength: 1, maxLength: 50 }), (colours) => {
      const runs = shirtRuns(colours)
      return (
        runs[0]!.from === 0 &&
        runs.at(-1)!.to === colours.length - 1 &&
        runs.every((run, at) => at === 0 || run.from === runs[at - 1]!.to + 1)
      )
    }),
  )
})

t.test('shirts are sorted into teams, the one seen most first', async (t) => {
  const near = ([l, a, b]: Colour): Colour => [l + 3, a - 3, b + 2]
  const [red, blue, white] = [plain(RED!), plain(BLUE!), plain(WHITE!)]
  const { groups, of } = groupShirts([
    { colour: blue, weight: 5 },
    { colour: red, weight: 9 },
    { colour: near(red), weight: 2 },
    { colour: white, weight: 1 },
    { colour: near(blue), weight: 5 },
  ])
  t.equal(groups.length, 3)
  t.strictSame(
    of,
    [1, 0, 0, 2, 1].map((group) => (groups[0]!.weight === 11 ? group : 1 - group)),
  )
  t.strictSame(groupShirts([]), { groups: [], of: [] })
})
