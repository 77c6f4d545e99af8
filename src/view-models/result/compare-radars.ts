import { axesOf, haveSameAxes } from '../../domain/result/axes.ts'
import type { Measure } from '../../domain/result/measure.ts'
import type { Urls } from '../../urls.ts'
import { compareFile } from './downloads.ts'
import { type RadarView, toRadar } from './radar.ts'

interface Player {
  label: string
  role: string | null
  measures: readonly Measure[]
}

/** Makes one radar for all players whose roles have the same axes, in the order of the players. */
export function toRadars(players: readonly Player[], urls: Urls): RadarView[] {
  const kinds: Player[][] = []
  for (const player of players) {
    const kind = kinds.find(([first]) => haveSameAxes(first!.role, player.role))
    if (kind === undefined) kinds.push([player])
    else kind.push(player)
  }
  return kinds.flatMap((kind, index) => radarOf(kind, index, urls) ?? [])
}

function radarOf(kind: readonly Player[], index: number, urls: Urls): RadarView | null {
  const role = kind[0]?.role ?? null
  const skills = kind.map(({ measures }) => measures.filter(({ group }) => group === 'skills'))
  const axes = axesOf(
    role,
    skills.flat().map(({ label }) => label),
  )
  const series = kind.map(({ label }, nth) => ({
    label,
    values: axes.map((axis) => skills[nth]?.find((one) => one.label === axis)?.value ?? null),
  }))
  const names = kind.map(({ label }) => label).join(', ')
  const saved = {
    png: compareFile(
      kind.map(({ label }) => label),
      'png',
    ),
    heading: [names, role ?? ''],
  }
  return toRadar(axes, series, urls, saved, `radar-${index + 1}`)
}
