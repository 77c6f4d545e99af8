import type { Job } from '../../domain/job/job.ts'
import type { Extras } from '../../domain/result/extras.ts'
import { readableName } from '../../domain/text/readable-name.ts'
import { capabilityWords } from '../../domain/words/capability-words.ts'
import { clock, isolated, percent } from '../format.ts'

/** `views/fragments/result/extras.eta`: what a full result says beside its numbers. */
export interface ExtrasView {
  /** Sentences about how the run was done. */
  facts: string[]
  review: { time: string; words: string }[]
  capabilities: { name: string; words: string }[]
  lineup: { name: string; side: string; shirt: string; role: string; words: string }[]
}

export function toExtras(extras: Extras, job: Job): ExtrasView {
  return {
    facts: factsOf(extras),
    review: extras.reviewFrames.map(({ timeSec, hasPlayer, isTarget }) => ({
      time: clock(timeSec),
      words: [
        hasPlayer === null ? '' : hasPlayer ? 'the player is in it' : 'without the player',
        isTarget ? 'the frame of the target' : '',
      ]
        .filter((words) => words !== '')
        .join(', '),
    })),
    capabilities: extras.capabilities.map(({ name, available, validated }) => ({
      name: capabilityWords(name),
      words: available ? (validated === false ? 'yes, not yet checked' : 'yes') : 'not yet',
    })),
    lineup: job.source.lineup.map(({ name, side, shirt, role, starter, captain }) => ({
      name: isolated(name),
      side: side === 'HOME' ? 'home' : side === 'AWAY' ? 'away' : (side ?? ''),
      shirt: shirt ?? '',
      role: role ?? '',
      words: [starter ? 'starter' : '', captain ? 'captain' : ''].filter(Boolean).join(', '),
    })),
  }
}

function factsOf({ window, windows, confidence, clipError, actionRequired }: Extras): string[] {
  return [
    window === null
      ? []
      : `Analysed part of the video: ${clock(window.startSec)} to ${clock(window.endSec)}.`,
    windows === null ? [] : `Analysed: ${windows.done} of ${windows.total} parts of the video.`,
    confidence === null
      ? []
      : `The service’s own confidence in this rating: ${percent(confidence)}.`,
    actionRequired === null ? [] : `The service asks: ${askedWords(actionRequired)}.`,
    clipError === null ? [] : `The clips could not be cut; the service says: ${clipError}`,
  ].flat()
}

const ASKED: Record<string, string> = { RESELECT_PLAYER: 'choose the player again' }

function askedWords(code: string): string {
  return (Object.hasOwn(ASKED, code) && ASKED[code]) || readableName(code).toLowerCase()
}
