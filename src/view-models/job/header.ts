import type { Fields } from '../../domain/forms/fields.ts'
import type { Job } from '../../domain/job/job.ts'
import type { ServiceFacts } from '../../domain/job/service-facts.ts'
import { hasTarget } from '../../domain/player/target-standing.ts'
import { NOT_OFFERED_WORDS } from '../../errors/refusals.ts'
import type { Urls } from '../../urls.ts'
import { type ActionForm, actionForm } from '../action-form.ts'
import { isolated, numberWords } from '../format.ts'
import { type NameFields, nameFields } from './name-fields.ts'
import type { Standing } from './stages.ts'

/** Who and what a job is about, on top of its pages. */
export interface JobHeader {
  id: string
  href: string
  /** The player's name, or the words for a job without one. */
  name: string
  facts: { label: string; value: string }[]
  /** The form of a new job with the same video; null if no new job can name it. */
  anotherHref: string | null
  standing: Standing
  /** The form that names the player; null if the service would not take names now. */
  profile: (ActionForm & { names: NameFields }) | null
  /** Why the names are missing or cannot be changed; null if there is nothing to say. */
  profileNote: string | null
}

export function toJobHeader(
  job: Job,
  standing: Standing,
  urls: Urls,
  service: ServiceFacts,
  typed: Fields | null = null,
): JobHeader {
  const { teamName, shirtNumber } = job.player
  const number = shirtNumber === null ? null : String(shirtNumber)
  const facts: [string, string | null][] = [
    ['Number', number],
    ['Team', teamName],
    ['Role', job.role],
    ['Category', job.category],
    ['Match', job.source.match],
    ['Competition', [job.source.competition, job.source.season].filter(Boolean).join(' ') || null],
    ['Video', job.fullMatch ? 'a full match' : null],
  ]
  return {
    id: job.id,
    href: urls.job(job.id),
    name: jobName(job),
    facts: facts.flatMap(([label, value]) => (value === null ? [] : [{ label, value }])),
    anotherHref: anotherHref(job, urls, service),
    standing,
    profile: profileOf(job, urls, service, typed),
    profileNote: profileNoteOf(job, service),
  }
}

/** Null if no new job can name the video, or if the reader may make none. */
export function anotherHref(
  { id, video }: Job,
  urls: Urls,
  { readOnly }: Pick<ServiceFacts, 'readOnly'>,
): string | null {
  return video === null || readOnly ? null : urls.anotherPlayer(id)
}

/** The player's name, else the number, else words. */
export function jobName({ player }: Pick<Job, 'player'>): string {
  if (player.playerName !== null) return isolated(player.playerName)
  return player.shirtNumber === null ? 'Player without a name' : `Number ${player.shirtNumber}`
}

/** The number beside `jobName`; null without a name, because `jobName` is then the number itself. */
export function numberBeside({ player }: Pick<Job, 'player'>): string | null {
  const { playerName, shirtNumber } = player
  return playerName === null ? null : numberWords(shirtNumber)
}

/** The service takes names only after a track is chosen (docs/contract.md#player-profile). */
function profileOf(
  job: Job,
  urls: Urls,
  service: ServiceFacts,
  typed: Fields | null,
): JobHeader['profile'] {
  const form = actionForm(job, 'player-profile', urls, service)
  if (form === null || job.playerRef?.trackId == null) return null
  return { ...form, names: nameFields(job, 'profile', typed) }
}

/**
 * The version of the service without `pick-player` also forgets the player when it stores a target
 * (docs/contract.md#versions).
 */
function profileNoteOf(job: Job, { lacks }: ServiceFacts): string | null {
  if (!lacks.has('player-profile')) return null
  const nameless = Object.values(job.player).every((value) => value === null)
  if (nameless && hasTarget(job) && lacks.has('pick-player')) {
    return 'This version of the service forgets the name, team and number when a target is stored.'
  }
  return NOT_OFFERED_WORDS['player-profile']
}
