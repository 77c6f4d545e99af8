import { type Cut, listOf } from '../text/cut.ts'
import { foreignText, PROSE } from '../text/foreign-text.ts'

/** A text of the upstream. Pages quote it, with our explanation beside it. */
export interface Quotation {
  text: string
  /** `it` for the texts of the evaluation guard; null if the language is not known. */
  lang: 'it' | null
  /** The meaning in plain English; null if we do not know the text. */
  meaning: string | null
}

/** The explanation and the limitations of a result, each text once. */
export function readQuotations(result: Record<string, unknown>, cuts: Cut[] = []): Quotation[] {
  const texts = [result['explain'], ...listOf(result['limitations'], 'texts of the service', cuts)]
    .map((text) => foreignText(text, PROSE))
    .filter((text) => text !== null)
  return [...new Set(texts)].map((text) => {
    const meaning = GUARD.find(([start]) => text.startsWith(start))?.[1] ?? null
    return { text, lang: meaning === null && !isGuarded(result) ? null : 'it', meaning }
  })
}

/** True if the guard wrote the texts. It writes in Italian, even texts that we do not know. */
function isGuarded(result: Record<string, unknown>): boolean {
  return (
    result['player_evaluation_available'] === false ||
    (typeof result['evaluation_status'] === 'string' &&
      result['evaluation_status'].startsWith('TRACKING_'))
  )
}

/** How the guard's texts begin, and what they say (docs/contract.md#evaluation-guard). */
const GUARD: [start: string, meaning: string][] = [
  [
    'Diagnostica di computer vision:',
    'The numbers judge how well the player could be tracked, not how well the player played. The evaluation waits until recognition across cuts, pitch calibration and ball events are validated.',
  ],
  [
    'Il giocatore selezionato non è stato ritrovato:',
    'The chosen player was not found again, so nothing was measured. Choose a clearer frame and try again.',
  ],
  [
    "L'identità del giocatore non è verificata",
    'The player’s identity is not verified across camera cuts, replays and occlusions.',
  ],
  [
    'Il movimento è misurato nel piano immagine',
    'Movement is measured in the picture, not in metres on the pitch.',
  ],
  [
    'Non sono disponibili tracking della palla',
    'The ball is not tracked, and no validated technical or tactical events are available.',
  ],
  [
    'Il sistema non produce ancora un voto attendibile',
    'The service does not yet give a rating of the player that can be relied on.',
  ],
]
