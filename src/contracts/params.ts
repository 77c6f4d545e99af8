import { Type } from '@sinclair/typebox'

/**
 * Ids that are allowed in a path of the upstream. Any other text never reaches the upstream
 * (docs/security.md#promises-and-their-tests).
 */
export const JOB_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/

export const JobParams = Type.Object({ jobId: Type.String({ pattern: JOB_ID.source }) })

/** `?seen=`: the digest of the state that a page already shows. */
export const SeenQuery = Type.Object({ seen: Type.Optional(Type.String({ maxLength: 64 })) })

export const FrameParams = Type.Object({
  ...JobParams.properties,
  n: Type.String({ pattern: '^[1-9][0-9]{0,4}$' }),
})

export const NoteParams = Type.Object({
  ...JobParams.properties,
  noteId: Type.String({ pattern: '^[0-9a-f-]{1,64}$' }),
})

export const LinkParams = Type.Object({ linkId: Type.String({ pattern: '^[0-9a-f-]{1,64}$' }) })

export const ClipParams = Type.Object({
  ...JobParams.properties,
  index: Type.String({ pattern: '^[0-9]{1,4}$' }),
})

export const NoticeParams = Type.Object({
  noticeId: Type.String({ pattern: '^msg_[0-9a-f-]{36}$' }),
})
