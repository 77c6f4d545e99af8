import { onScale } from '../../../static/js/result/radar-data.js'
import type { ClubOfResult } from '../../domain/club/of-result.ts'
import type { Measure } from '../../domain/result/measure.ts'
import { type ClubCell, toClubCell } from './cohort.ts'

/** `views/fragments/result/skills.eta`: each skill as a bar with its number. */
export interface SkillsView {
  sample: string
  /** `width` of 100; null where there is no bar to draw. */
  bars: {
    label: string
    number: string | null
    text: string
    width: number | null
    club: ClubCell | null
  }[]
}

/** Null where nobody measured a skill. A number beyond the scale has no bar: it is no rating. */
export function toSkills(
  measures: readonly Measure[],
  club: ClubOfResult | null = null,
): SkillsView | null {
  const skills = measures.filter(({ group }) => group === 'skills')
  if (skills.every(({ value }) => value === null)) return null
  return {
    sample: skills[0]?.sample ?? '',
    bars: skills.map((measure) => toBar(measure, club)),
  }
}

function toBar(measure: Measure, club: ClubOfResult | null): SkillsView['bars'][number] {
  const { label, value, text, outside, range } = measure
  return {
    label,
    number: value === null ? null : text,
    text: outside ? `outside ${range}` : text,
    width: outside ? null : onScale(value),
    club: toClubCell(measure, club),
  }
}
