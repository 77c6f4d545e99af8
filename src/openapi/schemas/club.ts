import { type TProperties, Type } from '@sinclair/typebox'
import { CLUB_STATES } from '../../domain/club/listed-job.ts'
import { named, nullable, text, time } from './words.ts'

/** The envelope of Touchline's own answers. */
const own = (data: TProperties) =>
  Type.Object({
    ok: Type.Literal(true),
    data: Type.Object(data),
    meta: Type.Object({ request_id: text('As in the header `X-Request-Id`') }),
  })

/** The answers of the club's list. */
export const CLUB_ANSWERS = {
  ClubJobs: own({
    items: Type.Array(named('ClubJob')),
    next: nullable('string', 'The `cursor` of the next page'),
    total: Type.Integer(),
  }),
  ClubJob: Type.Object(
    {
      job_id: Type.String(),
      state: Type.Unsafe({ type: 'string', enum: CLUB_STATES }),
      status: text('As the service says it'),
      outcome: nullable(
        'string',
        'How the analysis ended: `rated`, `tracking-only`, `tracking-failed`, `result-missing` or `run-failed`',
      ),
      player_name: nullable('string'),
      team_name: nullable('string'),
      shirt_number: nullable('integer'),
      role: nullable('string'),
      category: nullable('string'),
      headline: nullable('string', 'The result in two or three words'),
      created_by: nullable('string', 'Who created it through Touchline'),
      created_at: nullable('string', 'By the service’s clock'),
      updated_at: nullable('string', 'By the service’s clock'),
      acted_by: nullable('string', 'Who changed it last through Touchline'),
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
    by: nullable('string', 'Null: nobody was signed in'),
    from_status: nullable('string', 'The status before; null if it was not known'),
  }),
  ClubNote: Type.Object({
    text: Type.String(),
    at: time('By Touchline’s clock'),
    by: nullable('string'),
  }),
}
