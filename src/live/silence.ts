/** The service is silent after this many turns without an answer to anybody. */
const SILENT_TURNS = 3

/**
 * Calls `isBack` when the service answers again after it has answered nobody for some turns. A service that fails only
 * some calls is not silent. `answers` gives the number of answers so far.
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
