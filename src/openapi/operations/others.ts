import { OF_IMAGE, OF_JOB, OF_SERVICE, OF_STREAM } from '../own-errors.ts'
import { ref } from '../ref.ts'
import type { JsonSchema, Operation, SuccessResponse } from '../types.ts'

const UNKNOWN = {
  404: ['JOB_NOT_FOUND', 'HTTP_ERROR'],
  500: ['INTERNAL_ERROR', 'S3_CONFIG_MISSING'],
}
const answer = (description: string, type: string, schema: JsonSchema): SuccessResponse => ({
  description,
  content: { type, schema },
})
/** The route of `src/routes/live/events.ts` (docs/architecture.md#live-updates). */
const EVENTS: Operation = {
  method: 'GET',
  path: '/api/jobs/:jobId/events',
  id: 'followJob',
  tag: 'Read a job',
  summary: 'Follows it: server-sent events',
  says: [
    'Each message is one JSON object, `LiveState`; the first comes at once and is the whole state, so a script that lost the connection just connects again. Nothing is sent unless something changed; a line with a colon alone comes every ten seconds and keeps the connection open.',
    '`event: done` has the last state and ends the stream: the status is then `COMPLETED`, `PARTIAL` or `FAILED`. `event: stale` says since when the service does not answer, with nulls once it does again. `event: gone`: it does not know the job any more.',
  ],
  answers: {
    200: answer('The stream', 'text/event-stream', { type: 'string' }),
  },
  own: [...OF_JOB, ...OF_SERVICE, ...OF_STREAM],
  service: UNKNOWN,
}

/** The route of `src/routes/frame-proxy.ts` (docs/architecture.md#images-of-a-job). */
const FRAME_PROXY: Operation = {
  method: 'GET',
  path: '/api/frame-proxy',
  id: 'getImage',
  tag: 'Images',
  summary: 'An image of a job',
  says: [
    'Either `url` alone: a signed address as the service gave it. Or `job` and the address without its query: Touchline finds the signature, and the address stays the same.',
    'Images come only from `FRAME_SOURCES`. `If-None-Match` and `Range` work; `HEAD` too.',
  ],
  query: [
    {
      name: 'url',
      description: 'The address of the image',
      required: true,
      schema: { type: 'string' },
    },
    { name: 'job', description: 'The id of its job', schema: { type: 'string' } },
    {
      name: 'w',
      description: 'With `job`: a thumbnail of this width, pixels',
      schema: { type: 'string', enum: ['160', '320', '640'] },
    },
    {
      name: 'id',
      description: 'With `job`: which of several at one address, as the pages have it',
      schema: { type: 'string' },
    },
  ],
  takes: ['If-None-Match'],
  answers: {
    200: { ...answer('The image', 'image/*', {}), headers: ['ETag'] },
    206: answer('The part that `Range` asks for', 'image/*', {}),
    304: {
      description: 'What `If-None-Match` names is still true',
      content: null,
      headers: ['ETag'],
    },
  },
  own: [...OF_IMAGE, ...OF_SERVICE],
  service: {},
}

const health = (
  said: Pick<Operation, 'path' | 'id' | 'summary' | 'says' | 'answers'>,
): Operation => ({
  ...said,
  method: 'GET',
  tag: 'Operation',
  own: [],
  service: {},
})

/** Reads that Touchline answers itself, or from several answers of the service. */
export const OTHER_OPERATIONS: readonly Operation[] = [
  EVENTS,
  FRAME_PROXY,
  {
    ...health({
      path: '/healthz',
      id: 'isLive',
      summary: 'Does the process answer?',
      says: ['Nobody is asked who they are.'],
      answers: { 200: answer('It does', 'application/json', ref('Live')) },
    }),
    open: true,
  },
  {
    ...health({
      path: '/readyz',
      id: 'isReady',
      summary: 'Does it take work?',
      says: ['Nobody is asked who they are.'],
      answers: {
        200: answer('It does', 'application/json', ref('Ready')),
        503: answer('It is about to end', 'application/json', ref('Ready')),
      },
    }),
    open: true,
  },
  health({
    path: '/metrics',
    id: 'getMetrics',
    summary: 'Figures for Prometheus',
    says: [],
    answers: { 200: answer('In the text format', 'text/plain', { type: 'string' }) },
  }),
  health({
    path: '/openapi.json',
    id: 'getDocument',
    summary: 'This document',
    says: ['`/docs` is the same as a page.'],
    answers: {
      200: { ...answer('OpenAPI 3.1', 'application/json', { type: 'object' }), headers: ['ETag'] },
      304: { description: 'It has not changed', content: null, headers: ['ETag'] },
    },
  }),
]
