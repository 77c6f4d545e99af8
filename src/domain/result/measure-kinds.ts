/** The parts of the "Result" table, in their order. */
export const GROUPS = {
  scores: 'Scores',
  skills: 'Skills',
  tracking: 'Tracking quality',
  athletic: 'Distance and speed',
  motion: 'Movement in the picture',
  candidate: 'The detector’s first proposal',
  video: 'Video',
  other: 'Other numbers',
} as const
export type MeasureGroup = keyof typeof GROUPS

/** How a number is read: its unit, its range, and the factor from the upstream's number to the shown one. */
export interface Scale {
  unit: string
  range: string
  factor: number
}

export interface KnownMeasure {
  label: string
  scale: Scale
  meaning: string
}

export const OUT_OF_10: Scale = { unit: 'out of 10', range: '0 to 10', factor: 1 }
export const OUT_OF_100: Scale = { unit: 'out of 100', range: '0 to 100', factor: 1 }
export const PERCENT: Scale = { unit: '%', range: '0 to 100 %', factor: 1 }
/** A ratio 0 to 1 that is shown as a percentage, so that a reader meets one kind of share only. */
export const RATIO: Scale = { unit: '%', range: '0 to 100 %', factor: 100 }

/** A quantity without an upper end, for example `amount('km/h')`; without a unit it is a count. */
export const amount = (unit = ''): Scale => ({ unit, range: '0 or more', factor: 1 })

export const measure = (label: string, scale: Scale, meaning: string): KnownMeasure => ({
  label,
  scale,
  meaning,
})
