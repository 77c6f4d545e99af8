import {
  axisKey,
  axisLabel,
  offScaleWords,
  onScale,
  SCALE,
} from '../../../static/js/result/radar-data.js'
import type { Urls } from '../../urls.ts'
import { type AxisLabel, labelOf } from './radar-labels.ts'

/** One line of a radar: a player. `values` are in the order of the axes, null where nothing was measured. */
export interface Series {
  label: string
  values: (number | null)[]
}

/** A quartile of other players, drawn without markers. `values` as in `Series`. */
export interface Ring extends Series {
  kind: 'quartile' | 'median'
  /** The legend's words for this kind of line. */
  key: string
}

/** `views/fragments/result/radar.eta`: the picture as the server draws it, in units of its `viewBox`. */
export interface RadarView {
  id: string
  /** The accessible name of the picture. */
  name: string
  /** The values in words, for readers who do not see the picture. */
  words: string
  width: number
  height: number
  rings: { points: string; label: string; x: number; y: number }[]
  axes: { x1: number; y1: number; x2: number; y2: number; label: AxisLabel }[]
  /** The names of the axes, if the picture shows numbers in their place. */
  key: string[]
  /** The rings of the other players. */
  quartiles: { kind: Ring['kind']; path: string }[]
  /** What each ring is. */
  ringKey: { kind: Ring['kind']; label: string }[]
  lines: {
    n: number
    label: string
    path: string
    markers: { x: number; y: number }[]
  }[]
  /** Names the values that are not drawn at their true place; empty if all are. */
  note: string
  /** Axes and series as JSON, from which a script draws the radar again. */
  data: string
  script: string
  chart: string
  /** The name of the saved picture, and the heading above it. */
  png: string
  heading: string[]
}

const [WIDTH, HEIGHT, RADIUS] = [460, 330, 106]
const [CX, CY] = [WIDTH / 2, HEIGHT / 2]
/** A radar with more axes cannot be read. */
const MOST_AXES = 24

/** Null without a measured axis, and where there are more axes than anybody can read. */
export function toRadar(
  axes: readonly string[],
  series: readonly Series[],
  urls: Urls,
  saved: { png: string; heading: string[] },
  id = 'radar',
  rings: readonly Ring[] = [],
): RadarView | null {
  const lines = series.filter(({ values }) => values.some((value) => value !== null))
  if (lines.length === 0 || axes.length > MOST_AXES) return null
  const radar = { axes: [...axes], series: lines, rings: [...rings] }
  const place = (axis: number, value: number) => {
    const angle = (axis / axes.length) * 2 * Math.PI - Math.PI / 2
    const reach = (value / SCALE.most) * RADIUS
    return { x: round(CX + reach * Math.cos(angle)), y: round(CY + reach * Math.sin(angle)) }
  }
  return {
    id,
    name: 'Radar of the result',
    words: [wordsOf(axes, lines), ringWords(axes, rings)].filter(Boolean).join(' '),
    width: WIDTH,
    height: HEIGHT,
    rings: [20, 40, 60, 80, 100].map((value) => {
      const corners = axes.map((_, axis) => place(axis, value))
      return {
        points: corners.map(({ x, y }) => `${x},${y}`).join(' '),
        label: String(value),
        ...place(0, value),
      }
    }),
    key: axisKey(axes),
    axes: axes.map((_, axis) => {
      const end = place(axis, SCALE.most)
      return {
        x1: CX,
        y1: CY,
        x2: end.x,
        y2: end.y,
        label: labelOf(axisLabel(axes, axis), end, { x: CX, y: CY, radius: RADIUS }),
      }
    }),
    quartiles: rings.map(({ kind, values }) => ({ kind, path: pathOf(values, place) })),
    ringKey: keyOf(rings),
    lines: lines.map(({ label, values }, index) => ({
      n: index + 1,
      label,
      path: pathOf(values, place),
      markers: values.flatMap((value, axis) =>
        value === null ? [] : [place(axis, onScale(value) ?? 0)],
      ),
    })),
    note: offScaleWords(radar),
    data: JSON.stringify(radar),
    script: urls.asset('js/result/radar.js'),
    chart: urls.asset('vendor/chart.js'),
    ...saved,
  }
}

/** Joins neighbours that were both measured, also the last with the first. Draws nothing over a gap. */
function pathOf(
  values: Series['values'],
  place: (axis: number, value: number) => { x: number; y: number },
): string {
  return values
    .flatMap((value, axis) => {
      const next = (axis + 1) % values.length
      const other = values[next] ?? null
      if (value === null || other === null || next === axis) return []
      const [a, b] = [place(axis, onScale(value) ?? 0), place(next, onScale(other) ?? 0)]
      return [`M${a.x} ${a.y}L${b.x} ${b.y}`]
    })
    .join('')
}

function wordsOf(axes: readonly string[], series: readonly Series[]): string {
  return series
    .map(({ label, values }) => {
      const said = axes.map((axis, index) => `${axis} ${values[index] ?? 'not measured'}`)
      return `${label}, each out of ${SCALE.most}: ${said.join(', ')}.`
    })
    .join(' ')
}

function ringWords(axes: readonly string[], rings: readonly Ring[]): string {
  return rings
    .map(({ label, values }) => {
      const said = axes.map((axis, index) => `${axis} ${values[index] ?? 'not ranked'}`)
      return `${label}: ${said.join(', ')}.`
    })
    .join(' ')
}

/** One entry for each kind of line. */
function keyOf(rings: readonly Ring[]): RadarView['ringKey'] {
  return [...new Map(rings.map(({ kind, key }) => [kind, { kind, label: key }])).values()]
}

const round = (value: number) => Math.round(value * 10) / 10
