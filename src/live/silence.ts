/** So many turns without an answer to anybody. */
const SILENT_TURNS = 3

/**
 * Notices that the service answers somebody after it has answered nobody for some turns. A service that fails some calls
 * answers others all the time, and is not silent. `answers`: how many there were so far.
 */
export function createSilence(answers: () => number, isBack: () => void): () => void {
  let heard = answers()
  let turns = 0
  return () => {
    const now = answers()
    if (now === heard) {
      turns += 1
      return
    }
    if (turns >= SILENT_TURNS) isBack()
    heard = now
    turns = 0
  }
}
