import { jobData } from './club-app.ts'

const SKILLS = ['Finishing', 'Heading', 'Positioning', 'Composure'] as const

/** The result of a job in full, as a service gives it that has rated the player. */
export const ratedResult = (radar: Record<string, number>, more: object = {}) => ({
  ...{ schema_version: '2.0', player_evaluation_available: true, evaluation_status: 'VALIDATED' },
  score_provenance: { kind: 'player_evaluation', version: 'v1', validated_player_score: true },
  ...{ match_rating_10: 7.42, impact_100: 64, radar },
  ...more,
})

export const ratedJob = (id: string, result: object = ratedResult({}), more: object = {}) =>
  jobData(id, {
    ...{ status: 'COMPLETED', role: 'Striker', category: 'U17', player_ref: { track_id: 8 } },
    target: { player: { player_name: `Player ${id}`, team_name: 'North End' }, confirmed: true },
    ...{ warnings: [], result },
    ...more,
  })

/** So many strikers, `j0` and on, whose numbers rise; the fourth skill is one of the first five alone. */
export function strikers(count: number): Map<string, object> {
  const jobs = Array.from({ length: count }, (_, i): [string, object] => {
    const radar = Object.fromEntries(
      SKILLS.slice(0, i < 5 ? 4 : 3).map((name, skill) => [name, 20 + i * 5 + skill]),
    )
    return [`j${i}`, ratedJob(`j${i}`, ratedResult(radar))]
  })
  return new Map(jobs)
}
