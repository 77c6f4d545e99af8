/** Says in a sentence whether a part of the outside world answers. */
export interface Verdict {
  ok: boolean
  says: string
}
