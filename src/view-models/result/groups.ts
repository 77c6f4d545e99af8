import { type Measure, meaningOf } from '../../domain/result/measure.ts'
import type { MeasureGroup } from '../../domain/result/measure-kinds.ts'

/** `views/fragments/result/groups.eta`: numbers of one kind, folded until somebody opens them. */
export interface GroupView {
  title: string
  sample: string
  numbers: { label: string; number: string; unit: string; meaning: string }[]
}

/** Numbers that the page shows elsewhere are not repeated; the table has all of them. */
const SHOWN: [title: string, groups: MeasureGroup[]][] = [
  ['Movement', ['athletic', 'motion']],
  ['Impact', ['impact']],
  ['Tracking', ['tracking']],
  ['Video', ['video']],
]

/** Shows only what was measured. The outcome says once why the rest was not. */
export function toGroups(measures: readonly Measure[]): GroupView[] {
  return SHOWN.flatMap(([title, groups]) => {
    const own = measures.filter(({ group, value }) => groups.includes(group) && value !== null)
    if (own.length === 0) return []
    const samples = [...new Set(own.map(({ sample }) => sample))]
    return [
      {
        title,
        sample: samples.join('; '),
        numbers: own.map((measure) => ({
          label: measure.label,
          number: measure.text,
          unit: measure.outside ? '(outside its range)' : measure.unit,
          meaning: meaningOf(measure),
        })),
      },
    ]
  })
}
