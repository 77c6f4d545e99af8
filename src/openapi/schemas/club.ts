import { type TProperties, Type } from '@sinclair/typebox'
import { CLUB_STATES } from '../../domain/club/listed-job.ts'
import { named, orNull, text, time } from './words.ts'

/** Answers of Touchline itself around their data. */
const own = (data: TProperties) =>
  Type.Object({
    ok: Type.Literal(true),
    data: Type.Object(data),
    meta: Type.Object({ request_id: text('As in the header `X-Request-Id`') }),
  })

/** The club's list. */
export const CLUB_ANSWERS = {
  ClubJobs: own({
    items: Type.Array(named('ClubJob')),
    next: orNull('string', 'The `cursor` of the next page'),
    total: Type.Integer(),
  }),
  ClubJob: Type.Object(
    {
      job_id: Type.String(),
      state: Type.Unsafe({ type: 'string', enum: CLUB_STATES }),
      status: text('As the service says it'),
      outcome: orNull(
        'string',
        'How the run ended: `rated`, `tracking-only`, `tracking-failed`, `result-missing` or `run-failed`',
      ),
      player_name: orNull('string'),
      team_name: orNull('string'),
      shirt_number: orNull('integer'),
      role: orNull('string'),
      category: orNull('string'),
      headline: orNull('string', 'The result in two or three words'),
      created_by: orNull('string', 'Who created it through Touchline'),
      created_at: orNull('string', 'By the service’s clock'),
      updated_at: orNull('string', 'By the service’s clock'),
      acted_by: orNull('string', 'Who changed it last through Touchline'),
      warnings: Type.Array(Type.String()),
      gone: Type.Boolean({ description: 'The service does not know it any more' }),
    },
    { description: 'What Touchline saw of a job when it last looked' },
  ),
  ClubHistory: own({
    items: Type.Array(named('ClubDeed')),
    notes: Type.Array(named('ClubNote')),
  }),
  ClubDeed: Type.Object({
    action: text('`create`, or the name of the action'),
    at: time('By Touchline’s clock'),
    by: orNull('string', 'Null: nobody was signed in'),
    from_status: orNull('string', 'The status before; null if it was not known'),
  }),
  ClubNote: Type.Object({
    text: Type.String(),
    at: time('By Touchline’s clock'),
    by: orNull('string'),
  }),
}
