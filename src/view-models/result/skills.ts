import { onScale } from '../../../static/js/result/radar-data.js'
import type { Measure } from '../../domain/result/measure.ts'

/** `views/fragments/result/skills.eta`: each skill as a bar with its number. */
export interface SkillsView {
  sample: string
  /** `width` of 100; null where there is no bar to draw. */
  bars: { label: string; number: string | null; text: string; width: number | null }[]
}

/** Null where nobody measured a skill. A number beyond the scale has no bar: it is no rating. */
export function toSkills(measures: readonly Measure[]): SkillsView | null {
  const skills = measures.filter(({ group }) => group === 'skills')
  if (skills.every(({ value }) => value === null)) return null
  return {
    sample: skills[0]?.sample ?? '',
    bars: skills.map(({ label, value, text, outside, range }) => ({
      label,
      number: value === null ? null : text,
      text: outside ? `outside ${range}` : text,
      width: outside ? null : onScale(value),
    })),
  }
}
