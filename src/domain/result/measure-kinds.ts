/** The parts of the "Result" table, in order. */
export const GROUPS = {
  scores: 'Scores',
  skills: 'Skills',
  impact: 'What the impact is made of',
  tracking: 'Tracking quality',
  athletic: 'Distance and speed',
  motion: 'Movement in the picture',
  candidate: 'The detector’s first proposal',
  video: 'Video',
  other: 'Other numbers',
} as const
export type MeasureGroup = keyof typeof GROUPS

/** How to read a number: its unit, its range, and the factor from the upstream's number to the shown number. */
export interface Scale {
  unit: string
  range: string
  factor: number
  /** The limits of the shown number, in `unit`. A number beyond them cannot be right. Null means no limit. */
  least: number | null
  most: number | null
}

export interface KnownMeasure {
  label: string
  scale: Scale
  meaning: string
}

const upTo = (most: number, unit: string, range: string, factor = 1): Scale => ({
  unit,
  range,
  factor,
  least: 0,
  most,
})
export const OUT_OF_10 = upTo(10, 'out of 10', '0 to 10')
export const OUT_OF_100 = upTo(100, 'out of 100', '0 to 100')
export const PERCENT = upTo(100, '%', '0 to 100 %')
/** A ratio 0 to 1, shown as a percentage, so that readers see only one kind of share. */
export const RATIO = upTo(100, '%', '0 to 100 %', 100)

/** A quantity without an upper limit, for example `amount('km/h')`. Without a unit it is a count. */
export const amount = (unit = ''): Scale => ({
  unit,
  range: '0 or more',
  factor: 1,
  least: 0,
  most: null,
})
/** A correction, which may be negative. */
export const change = (unit = ''): Scale => ({
  unit,
  range: 'below or above 0',
  factor: 1,
  least: null,
  most: null,
})

export const measure = (label: string, scale: Scale, meaning: string): KnownMeasure => ({
  label,
  scale,
  meaning,
})
