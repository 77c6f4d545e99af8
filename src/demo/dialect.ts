/** What differs between the two revisions that the demo speaks, besides their routes (docs/contract.md#versions). */
export interface Dialect {
  revision: '67ab429' | 'd650813'
  /** Status of a new job, and of one whose previews are being made. */
  createdStatus: 'CREATED' | 'WAITING_FOR_SELECTION'
  previewCount: readonly [number, number]
  /** Attempt ids, the fence and their rotation (docs/contract.md#attempts). */
  hasAttempts: boolean
  /** Results are guarded when read, and the short result has its July fields. */
  hasGuard: boolean
  /** Errors carry their own code and words; before, most said HTTP_ERROR. */
  hasErrorCodes: boolean
  bodyErrorStatus: 422 | 400
}

export const DIALECTS: Record<Dialect['revision'], Dialect> = {
  '67ab429': {
    revision: '67ab429',
    createdStatus: 'CREATED',
    previewCount: [32, 48],
    hasAttempts: true,
    hasGuard: true,
    hasErrorCodes: true,
    bodyErrorStatus: 422,
  },
  d650813: {
    revision: 'd650813',
    createdStatus: 'WAITING_FOR_SELECTION',
    previewCount: [8, 8],
    hasAttempts: false,
    hasGuard: false,
    hasErrorCodes: false,
    bodyErrorStatus: 400,
  },
}
