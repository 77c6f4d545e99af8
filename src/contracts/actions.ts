import { Type } from '@sinclair/typebox'
import { optional, Text } from './fields.ts'

const flag = optional(Type.Boolean({ errorMessage: 'must be true or false' }))

/** `POST …/enqueue`: no body, `{}`, or an expected attempt id. */
export const EnqueueBody = Type.Object({
  expected_analysis_attempt_id: optional(Text),
  expectedAnalysisAttemptId: optional(Text),
})

/** `POST …/retry`. */
export const RetryBody = Type.Object({ force: flag, supersede_active: flag })

/** `POST …/report`. */
export const ReportBody = Type.Object({})
