import { FRAME, PITCH, type Place, project, type View } from './camera.ts'
import type { Look } from './scene.ts'

interface Palette {
  stripes: readonly [string, string]
  line: string
  stand: string
  crowd: readonly string[]
  board: string
  /** A veil over the whole picture, with its opacity. */
  veil: readonly [string, number]
}

const PALETTES: Record<Look, Palette> = {
  grass: {
    stripes: ['#3f8f3a', '#378233'],
    line: '#eef3ea',
    stand: '#4a4e57',
    crowd: ['#7d7f86', '#a39a90', '#5b5f69', '#8a7c72', '#b9b4ab'],
    board: '#24303f',
    veil: ['#ffffff', 0],
  },
  snow: {
    stripes: ['#dfe5ea', '#d3dbe2'],
    line: '#d9773a',
    stand: '#5d6470',
    crowd: ['#858c97', '#9aa1ab', '#6a717c', '#aab0b8', '#777d88'],
    board: '#3a4656',
    veil: ['#dfe8f2', 0.08],
  },
  dusk: {
    stripes: ['#2f6a3c', '#295e35'],
    line: '#d6dccf',
    stand: '#1d2130',
    crowd: ['#3c4152', '#50495a', '#2c3142', '#5a5566', '#454a5c'],
    board: '#10151f',
    veil: ['#1a1440', 0.16],
  },
}

/** `plain` is for many pictures: it leaves out the spectators, who take most of the time of a `full` picture. */
export type Detail = 'full' | 'plain'

/** Stands, boards, mowing stripes and lines as the camera sees them. */
export function drawPitch(look: Look, view: View, detail: Detail = 'full'): string {
  const palette = PALETTES[look]
  const far = project(view, { x: 0, y: PITCH.width + 3 }).y * FRAME.height
  const shapes = [
    `<rect width="${FRAME.width}" height="${FRAME.height}" fill="${palette.stripes[0]}"/>`,
    drawStand(palette, far - 26, -view.panX * 14, detail),
    `<rect y="${far - 26}" width="${FRAME.width}" height="26" fill="${palette.board}"/>`,
    ...drawStripes(palette, view),
    ...PITCH_LINES.map((line) => drawLine(palette, view, line)),
  ]
  return shapes.join('')
}

/** The whole frame full of spectators: the director's cutaway. */
export function drawCutaway(look: Look, timeSec: number, detail: Detail = 'full'): string {
  return drawStand(PALETTES[look], FRAME.height, -timeSec * 3, detail, 2.6)
}

/** The light of the scene. It is drawn over the pitch, but under the ball and the people. */
export function drawVeil(look: Look): string {
  const [colour, opacity] = PALETTES[look].veil
  return `<rect width="${FRAME.width}" height="${FRAME.height}" fill="${colour}" opacity="${opacity}"/>`
}

function drawStand(
  palette: Palette,
  height: number,
  shift: number,
  detail: Detail,
  zoom = 1,
): string {
  if (detail === 'plain') return drawRows(palette, height, zoom)
  const seats = palette.crowd.flatMap((colour, row) =>
    [0, 1, 2, 3, 4].map((seat) => {
      const shade = palette.crowd[(row * 2 + seat * 3) % palette.crowd.length] ?? colour
      const [cx, cy] = [6 + seat * 13 + (row % 2) * 6, 7 + row * 15]
      return `<circle cx="${cx}" cy="${cy}" r="3.6" fill="${shade}"/><rect x="${cx - 5}" y="${cy + 4}" width="10" height="9" rx="3" fill="${colour}"/>`
    }),
  )
  return `<defs><pattern id="crowd" width="65" height="75" patternUnits="userSpaceOnUse" patternTransform="translate(${shift.toFixed(1)} 0) scale(${zoom})"><rect width="65" height="75" fill="${palette.stand}"/>${seats.join('')}</pattern></defs><rect width="${FRAME.width}" height="${height.toFixed(1)}" fill="url(#crowd)"/>`
}

const ROW = 15

/** The rows of the stand without the people on them. */
function drawRows({ stand, crowd }: Palette, height: number, zoom: number): string {
  const rows = Array.from({ length: Math.ceil(height / (ROW * zoom)) }, (_, row) => {
    const [y, colour] = [(row + 0.4) * ROW * zoom, crowd[row % crowd.length]]
    return `<rect y="${y}" width="${FRAME.width}" height="${(ROW * zoom) / 2}" fill="${colour}"/>`
  })
  return `<rect width="${FRAME.width}" height="${height.toFixed(1)}" fill="${stand}"/>${rows.join('')}`
}

const STRIPE_M = PITCH.length / 20

function drawStripes(palette: Palette, view: View): string[] {
  return Array.from({ length: 24 }, (_, index) => {
    const x = (index - 2) * STRIPE_M
    const corners = [
      { x, y: PITCH.width + 3 },
      { x: x + STRIPE_M, y: PITCH.width + 3 },
      { x: x + STRIPE_M, y: -6 },
      { x, y: -6 },
    ]
    return `<polygon points="${points(view, corners)}" fill="${palette.stripes[index % 2]}"/>`
  })
}

function drawLine(palette: Palette, view: View, line: readonly Place[]): string {
  return `<polyline points="${points(view, line)}" fill="none" stroke="${palette.line}" stroke-width="3.5" opacity="0.85"/>`
}

function points(view: View, places: readonly Place[]): string {
  return places
    .map((place) => project(view, place))
    .map((at) => `${(at.x * FRAME.width).toFixed(1)},${(at.y * FRAME.height).toFixed(1)}`)
    .join(' ')
}

const { length, width } = PITCH
const MIDDLE = { x: length / 2, y: width / 2 }

/** Metres from the laws of the game: areas of 16.5 and 5.5 m, circle of 9.15 m. */
const PITCH_LINES: readonly (readonly Place[])[] = [
  rectangle(0, length, 0, width),
  [
    { x: MIDDLE.x, y: 0 },
    { x: MIDDLE.x, y: width },
  ],
  circle(MIDDLE, 9.15),
  ...[0, 1].flatMap((end) => [area(end, 16.5, 40.32), area(end, 5.5, 18.32)]),
]

function area(end: number, depth: number, across: number): Place[] {
  const [goal, front] = end === 0 ? [0, depth] : [length, length - depth]
  return rectangle(goal, front, MIDDLE.y - across / 2, MIDDLE.y + across / 2)
}

function rectangle(x1: number, x2: number, y1: number, y2: number): Place[] {
  return [
    { x: x1, y: y1 },
    { x: x2, y: y1 },
    { x: x2, y: y2 },
    { x: x1, y: y2 },
    { x: x1, y: y1 },
  ]
}

function circle(centre: Place, radius: number): Place[] {
  return Array.from({ length: 41 }, (_, index) => {
    const angle = (index / 40) * 2 * Math.PI
    return { x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) }
  })
}
