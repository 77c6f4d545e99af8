import { ClubQuery } from '../../contracts/club.ts'
import { OF_CLUB, OF_JOB, OF_LIST } from '../own-errors.ts'
import { ref } from '../ref.ts'
import type { Operation, QueryParameter } from '../types.ts'

const query: QueryParameter[] = Object.entries(ClubQuery.properties).map(([name, schema]) => {
  const { description = '' } = schema
  // Values in an address are texts, so a tool gets a list of texts to choose from.
  const values = 'anyOf' in schema ? schema.anyOf.map((one: { const: string }) => one.const) : null
  if (values !== null) return { name, description, schema: { type: 'string', enum: values } }
  const { description: _said, ...rest } = schema
  return { name, description, schema: { ...rest } }
})

/** The routes of `src/routes/club/as-json.ts` (docs/decisions/club.md). */
export const CLUB_OPERATIONS: readonly Operation[] = [
  {
    method: 'GET',
    path: '/api/club/jobs',
    id: 'listJobs',
    tag: 'The list',
    summary: 'Every job that went through Touchline',
    says: [
      'What waits for an analyst comes first, then what runs, each the oldest first; then what has ended, the newest first. Give `next` as `cursor` for the page after; null ends the list. `total` counts all that the words and the state find.',
      'The cursor is a place in this order: a job whose state changes between two pages may be on both or on neither. Keep jobs by `job_id`, and read the pages once more from the first if none may be missed.',
      'It is an index: the service is not asked. A job that nobody watches is looked at once a minute while it runs.',
    ],
    query,
    answers: {
      200: {
        description: 'A page of the list',
        content: { type: 'application/json', schema: ref('ClubJobs') },
      },
    },
    own: [...OF_LIST, ...OF_CLUB],
    service: {},
  },
  {
    method: 'GET',
    path: '/api/club/jobs/:jobId/history',
    id: 'getHistory',
    tag: 'The list',
    summary: 'What was done to a job through Touchline, and its notes',
    says: ['The newest first, 200 of each at most. Empty if nothing is known of the job.'],
    answers: {
      200: {
        description: 'Its history and its notes',
        content: { type: 'application/json', schema: ref('ClubHistory') },
      },
    },
    own: [...OF_JOB, ...OF_CLUB],
    service: {},
  },
]
