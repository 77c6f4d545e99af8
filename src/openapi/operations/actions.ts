import { OF_CHANGE, OF_JOB, OF_SERVICE } from '../own-errors.ts'
import { ref } from '../ref.ts'
import type { Operation } from '../types.ts'
import { CHANGES } from './changes.ts'

const FENCE = ['ANALYSIS_ATTEMPT_PRECONDITION_REQUIRED', 'ANALYSIS_ATTEMPT_MISMATCH']
const NO_WORKER = { 503: ['WORKER_NOT_READY'] }

const CREATE: Operation = {
  method: 'POST',
  path: '/api/jobs',
  id: 'createJob',
  tag: 'Change a job',
  summary: 'Creates a job',
  says: [
    'Answers 200, not 201. The service takes the same request twice and makes two jobs: after a 502 or 504 nobody knows whether one was made.',
    'Nothing checks whether the video can be reached: that shows in the status later.',
  ],
  bodies: ['create-job--with-request-id--200'],
  answers: {
    200: {
      description: 'The new job',
      content: { type: 'application/json', schema: ref('NewJob') },
      examples: ['create-job--with-request-id--200'],
    },
  },
  own: [...OF_CHANGE, ...OF_SERVICE],
  service: {
    400: ['SHARED_OBJECT_UNSUPPORTED', 'LGI_MATCH_ID_INVALID', 'HTTP_ERROR'],
    404: ['LGI_MATCH_NOT_FOUND'],
    422: ['VALIDATION_ERROR', 'HTTP_ERROR'],
    500: ['INTERNAL_ERROR', 'S3_CONFIG_MISSING'],
    503: ['WORKER_NOT_READY', 'LGI_SOURCE_UNAVAILABLE'],
  },
  refusals: [
    'create-job--lgi-unknown--404',
    'create-job--shirt-empty-string--422',
    'create-job--worker-missing-invalid-body--503',
  ],
}

/** The routes of `src/routes/actions/actions.ts`, and `POST /api/jobs` (docs/contract.md#create-job). */
export const ACTION_OPERATIONS: readonly Operation[] = [
  CREATE,
  ...CHANGES.map(
    ({ action, schema, examples, service = {}, needsWorker = false, ...said }): Operation => ({
      ...said,
      method: 'POST',
      path: `/api/jobs/:jobId/${action}`,
      tag: 'Change a job',
      takes: ['X-Analysis-Attempt-Id'],
      answers: {
        200: {
          description: 'Done',
          content: { type: 'application/json', schema: ref(schema) },
          examples,
        },
      },
      own: [...OF_JOB, ...OF_CHANGE, ...OF_SERVICE],
      service: {
        400: ['HTTP_ERROR'],
        422: ['VALIDATION_ERROR', 'HTTP_ERROR'],
        500: ['INTERNAL_ERROR'],
        ...(needsWorker ? NO_WORKER : {}),
        ...service,
        404: ['JOB_NOT_FOUND', 'HTTP_ERROR', ...(service[404] ?? [])],
        409: [...FENCE, ...(service[409] ?? []), 'HTTP_ERROR'],
      },
    }),
  ),
]
