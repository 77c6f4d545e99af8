import { Type } from '@sinclair/typebox'

/** Ids that may stand in an upstream path; anything else never reaches it (SECURITY section 2). */
export const JOB_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/

export const JobParams = Type.Object({ jobId: Type.String({ pattern: JOB_ID.source }) })
