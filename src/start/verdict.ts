/** Whether a part of the outside world answers, in a sentence. */
export interface Verdict {
  ok: boolean
  says: string
}
