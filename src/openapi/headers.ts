/** Headers of answers, by name. */
export const HEADERS = {
  'X-Request-Id': {
    description: 'Names the request in the log. A request may bring its own.',
    schema: { type: 'string' },
  },
  'Retry-After': {
    description: 'Seconds to wait before the same request is sent again',
    schema: { type: 'string' },
  },
  ETag: {
    description: 'For `If-None-Match`; not on every answer',
    schema: { type: 'string' },
  },
  'WWW-Authenticate': {
    description: 'How to say who asks',
    schema: { type: 'string' },
  },
}

/** Headers of requests, by name. */
export const REQUEST_HEADERS = {
  'X-Analysis-Attempt-Id': {
    description:
      'The attempt, as the newest answer gave it. Send it with every change once a job has one, and none before. A 409 `ANALYSIS_ATTEMPT_MISMATCH` means that somebody else changed the job: read it again and decide anew.',
    schema: { type: 'string' },
    example: '149975d3-9e8f-4ca3-824f-fc0bd8b128fa',
  },
  'If-None-Match': {
    description:
      'The `ETag` of an answer that you have: 304 if it is still true. A read of a job has one if the request has this header; send `""` the first time.',
    schema: { type: 'string' },
  },
}
