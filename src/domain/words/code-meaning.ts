/** What a code of `warnings`, `failure_reason` or `reason_codes` means (docs/contract.md#evaluation-guard). */
export type CodeMeaning = [
  tone: 'info' | 'warn' | 'error',
  title: string,
  meaning: string,
  whatToDo: string,
]

export const OTHER_FRAME =
  'Choose a frame where the player is large and sharp, then run the analysis again.'
