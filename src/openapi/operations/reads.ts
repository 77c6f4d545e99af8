import { OF_JOB, OF_SERVICE } from '../own-errors.ts'
import { ref } from '../ref.ts'
import type { Operation, QueryParameter, SuccessResponse } from '../types.ts'

const UNKNOWN = { 404: ['JOB_NOT_FOUND', 'HTTP_ERROR'] }
const FAILED = { 500: ['INTERNAL_ERROR', 'S3_CONFIG_MISSING'] }
const NOT_FOUND = 'get-job-404-with-request-id--404'
const NO_STORE = 'get-job--s3-config-missing--500'

interface Read extends Pick<Operation, 'id' | 'summary' | 'says'> {
  part: string
  schema: string
  examples: readonly string[]
  query?: readonly QueryParameter[]
  service?: Operation['service']
  refusals?: readonly string[]
}

const NOT_MODIFIED: SuccessResponse = {
  description: 'What `If-None-Match` names is still true',
  content: null,
  headers: ['ETag'],
}

const READS: readonly Read[] = [
  {
    part: '',
    id: 'getJob',
    summary: 'A job',
    says: [
      'The whole job: frames with their tracks, player, target, result. The attempt is `data.target.analysis_attempt_id`; a new job has none.',
      'Every answer signs its addresses anew; the `key` of a frame stays.',
    ],
    query: [
      {
        name: 'view',
        description: '`full` adds to the result how the tracking went',
        schema: { type: 'string' },
      },
    ],
    schema: 'Job',
    examples: ['get-job--created--200', 'get-job--waiting-for-target-fenced--200'],
    service: FAILED,
    refusals: [NO_STORE],
  },
  {
    part: '/status',
    id: 'getJobStatus',
    summary: 'Its status',
    says: ['The cheapest look at a job. It does not have the attempt.'],
    schema: 'JobStatus',
    examples: ['get-status--candidates-ready--200', 'get-status--running--200'],
  },
  {
    part: '/result',
    id: 'getJobResult',
    summary: 'Its result',
    says: ['Answers once the job is `COMPLETED` or `PARTIAL`; before that it is a 409.'],
    schema: 'JobResult',
    examples: ['get-result--completed-tracking-only--200'],
    service: { ...FAILED, 409: ['JOB_NOT_COMPLETED', 'JOB_FAILED', 'HTTP_ERROR'] },
    refusals: ['get-result--created--409', 'get-result--failed--409'],
  },
  {
    part: '/candidates',
    id: 'getJobCandidates',
    summary: 'The tracks that may be the player',
    says: [
      'Wait for `READY` or `LOW_COVERAGE` with a time limit of your own: with few frames it says `PROCESSING` for ever.',
      'A selection wipes the list. After it take the tracks of `preview_frames` and `pick-player`.',
    ],
    schema: 'Candidates',
    examples: ['get-candidates--candidates-ready--200', 'get-candidates--created--200'],
    service: FAILED,
  },
  {
    part: '/frames',
    id: 'getJobFrames',
    summary: 'Its preview frames, without tracks',
    says: ['`getJob` has them with their tracks.'],
    query: [
      {
        name: 'count',
        description: 'At most so many; 16 if not given',
        schema: { type: 'integer', minimum: 1 },
      },
    ],
    schema: 'Frames',
    examples: ['get-frames--completed-validated--200'],
    service: {
      ...FAILED,
      400: ['HTTP_ERROR'],
      409: ['FRAMES_NOT_READY'],
      422: ['VALIDATION_ERROR'],
    },
    refusals: ['get-frames--created--409'],
  },
  {
    part: '/report',
    id: 'getJobReport',
    summary: 'Its report in words',
    says: ['`PENDING` also for a job that never ran.'],
    schema: 'ReportAnswer',
    examples: ['get-report--completed-validated--200', 'get-report--partial--200'],
  },
  {
    part: '/diagnostic',
    id: 'getJobDiagnostic',
    summary: 'What is stored of it',
    says: ['For whoever runs the service: counts and object keys.'],
    schema: 'Diagnostic',
    examples: ['get-diagnostic--s3-down--200'],
  },
]

/** `src/routes/api-reads.ts` (docs/contract.md#job, #status-and-result, #candidates, #images, #reports). */
export const READ_OPERATIONS: readonly Operation[] = READS.map(
  ({ part, schema, examples, service = {}, refusals = [], query = [], ...said }) => ({
    ...said,
    method: 'GET',
    path: `/api/jobs/:jobId${part}`,
    tag: 'Read a job',
    query,
    takes: ['If-None-Match'],
    answers: { 200: json(schema, examples), 304: NOT_MODIFIED },
    own: [...OF_JOB, ...OF_SERVICE],
    service: { 500: ['INTERNAL_ERROR'], ...UNKNOWN, ...service },
    refusals: [NOT_FOUND, ...refusals],
  }),
)

function json(schema: string, examples: readonly string[]): SuccessResponse {
  return {
    description: 'The service’s answer, byte for byte',
    content: { type: 'application/json', schema: ref(schema) },
    examples,
    headers: ['ETag'],
  }
}
