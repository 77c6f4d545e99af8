import type { Place, Stature } from '../scene/camera.ts'
import type { Kit } from '../scene/scene.ts'
import type { Between } from './movement.ts'

type Team = 'home' | 'away' | 'referee' | 'home keeper' | 'away keeper'

export interface Person {
  team: Team
  kit: Kit
  number: number | null
  stature: Stature
  /** The person's place relative to the play, metres. */
  home: Place
}

/** Shirts and shorts as clubs have them. Some colours are close to each other, as in life. */
const SHIRTS: readonly (readonly [shirt: string, shorts: string])[] = [
  ['#d81e2c', '#f4f4f4'],
  ['#8c1d2f', '#ffffff'],
  ['#e8641b', '#1b1b1b'],
  ['#f2c714', '#1c2f7a'],
  ['#1f8a3b', '#ffffff'],
  ['#0f4d2a', '#111111'],
  ['#6fb4e8', '#ffffff'],
  ['#1746d1', '#0f1f52'],
  ['#14235a', '#14235a'],
  ['#5b2a86', '#ffffff'],
  ['#f3f3f0', '#1b1b1b'],
  ['#17181b', '#17181b'],
  ['#9b9fa6', '#33363c'],
  ['#e77fb0', '#ffffff'],
]

/**
 * Two teams, two keepers and a referee in shirts that tell them apart, as the rules ask (IFAB, Law 4).
 */
export function makeCast(between: Between, outfielders: number): Person[] {
  const kits = pickKits(between)
  const stature = () => ({ heightM: between(1.75, 2.05), widthToHeight: between(0.4, 0.5) })
  const outfield = (team: Team, side: number): Person[] =>
    Array.from({ length: outfielders }, (_, index) => ({
      team,
      kit: kits[side]!,
      number: index + 2,
      stature: stature(),
      home: {
        x: (side === 0 ? -1 : 1) * between(-10, 14) + ((index % 3) - 1) * 9,
        y: ((index * 7) % 40) - 20 + between(-3, 3),
      },
    }))
  const keeper = (team: Team, side: number): Person => ({
    team,
    kit: kits[side]!,
    number: 1,
    stature: stature(),
    home: { x: (team === 'home keeper' ? -1 : 1) * between(30, 38), y: between(-3, 3) },
  })
  return [
    ...outfield('home', 0),
    ...outfield('away', 1),
    keeper('home keeper', 3),
    keeper('away keeper', 4),
    {
      team: 'referee',
      kit: kits[2]!,
      number: null,
      stature: stature(),
      home: { x: between(-6, 6), y: between(4, 10) },
    },
  ]
}

/** Least `distance` of two shirts. Red and orange are far enough apart, navy and black are not. */
const TOLD_APART = 115

function pickKits(between: Between): Kit[] {
  const picked: Kit[] = []
  for (let tries = 0; picked.length < 5 && tries < 1000; tries += 1) {
    const [shirt, shorts] = SHIRTS[Math.floor(between(0, SHIRTS.length))]!
    if (picked.every((kit) => distance(kit.shirt, shirt) > TOLD_APART)) {
      picked.push({ shirt, shorts, socks: shirt })
    }
  }
  return picked
}

/** How far apart the eye finds two colours `#rrggbb`, roughly, 0 to 765 (T. Riemersma, "Colour metric"). */
export function distance(one: string, other: string): number {
  const [[r1, g1, b1], [r2, g2, b2]] = [bytesOf(one), bytesOf(other)]
  const red = (r1 + r2) / 2
  return Math.sqrt(
    (2 + red / 256) * (r1 - r2) ** 2 +
      4 * (g1 - g2) ** 2 +
      (2 + (255 - red) / 256) * (b1 - b2) ** 2,
  )
}

/** `#rrggbb` as three bytes. */
export function bytesOf(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}
