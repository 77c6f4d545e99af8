import { NAME_UNITS } from '../contracts/fields.ts'
import type { Job } from '../domain/job/job.ts'
import type { Urls } from '../urls.ts'
import { listed } from './format.ts'
import { jobName } from './job/header.ts'
import {
  type ArchiveInput,
  type ChosenMatch,
  lineupValues,
  type MatchSearch,
  toChosenMatch,
  toMatchSearch,
} from './matches.ts'

/** `views/fragments/create/form.eta`: the form of one new job. */
export interface CreateForm extends SharedFields {
  action: string
  severalHref: string
  values: Record<CreateField, string>
  /** The search in the archive; null if the service has none, or the video is chosen. */
  search: MatchSearch | null
  match: ChosenMatch | null
  /** True if the form first asks for a player of the match. */
  asks: boolean
  /** True if only the player is missing: the first field then takes the focus. */
  focus: boolean
}

/** The fields that the form of several new jobs has too: `views/fragments/create/source.eta` and `role.eta`. */
export interface SharedFields {
  /** The job whose video is used; null if the form asks for a video. */
  owner: { id: string; href: string; name: string } | null
  /** True if the fields of another video are shown open. */
  other: boolean
  /** True if the fields of a stored video are shown open. */
  stored: boolean
  /** `maxlength` of the names. */
  nameUnits: number
  roles: readonly string[]
  categories: readonly string[]
}

const CREATE_FIELDS = [
  'video_url',
  'video_key',
  'video_bucket',
  'role',
  'category',
  'team_name',
  'player_name',
  'shirt_number',
  'full_match_mode',
] as const
export type CreateField = (typeof CREATE_FIELDS)[number]

/** The words of each field on the screen, for `problemFromIssues`. */
export const CREATE_LABELS: Record<CreateField, string> = {
  video_url: 'Video URL',
  video_key: 'Object key',
  video_bucket: 'Bucket',
  role: 'Role',
  category: 'Category',
  team_name: 'Team',
  player_name: 'Player name',
  shirt_number: 'Shirt number',
  full_match_mode: 'Full match',
}

/** Proposals only: the service takes any text. */
const PLAYER_ROLES = [
  'Goalkeeper',
  'Centre-back',
  'Full-back',
  'Defensive midfielder',
  'Midfielder',
  'Attacking midfielder',
  'Winger',
  'Striker',
]
const CATEGORIES = ['U13', 'U15', 'U17', 'U19', 'U21', 'Senior']

/** Gives back the values for another player of the same match: those of the job without its player. */
export function anotherPlayerValues(job: Job): Partial<Record<CreateField, string>> {
  return {
    role: job.role ?? '',
    category: job.category ?? '',
    team_name: job.player.teamName ?? '',
    full_match_mode: job.fullMatch ? 'true' : '',
  }
}

export function toCreateForm(input: {
  urls: Urls
  values: Partial<Record<string, string>>
  owner: VideoOwner | null
  archive: ArchiveInput | null
  /** True if the form was not refused. */
  isNew: boolean
}): CreateForm {
  const { urls, owner, archive, isNew } = input
  const values = { ...input.values, ...(archive && lineupValues(archive)) }
  const match = archive && toChosenMatch(archive, urls)
  return {
    action: urls.createJob(),
    severalHref: urls.newJobs(match ? { match: match.id } : owner ? { of_job: owner.id } : {}),
    values: Object.fromEntries(CREATE_FIELDS.map((name) => [name, values[name] ?? ''])) as Record<
      CreateField,
      string
    >,
    search: archive && owner === null ? toMatchSearch(archive, urls) : null,
    match,
    asks: isNew && match?.asks === true,
    focus: isNew && (match === null ? owner !== null : !match.asks),
    ...sharedFields({ urls, values, owner, hasMatch: match !== null }),
  }
}

/** The job whose video a form of a new job uses; `job` is null if it could not be read. */
export interface VideoOwner {
  id: string
  job: Job | null
}

export function sharedFields(input: {
  urls: Urls
  values: Partial<Record<string, string>>
  owner: VideoOwner | null
  hasMatch: boolean
}): SharedFields {
  const { urls, values, owner, hasMatch } = input
  const stored = Boolean(values['video_key'] || values['video_bucket'])
  return {
    owner: owner && { id: owner.id, href: urls.job(owner.id), name: ownerName(owner) },
    other: Boolean(values['video_url']) || stored || !(hasMatch || owner?.job?.video),
    stored,
    nameUnits: NAME_UNITS,
    roles: PLAYER_ROLES,
    categories: CATEGORIES,
  }
}

function ownerName({ id, job }: VideoOwner): string {
  if (job === null || Object.values(job.player).every((one) => one === null)) return `job ${id}`
  return listed([jobName(job), job.source.match])
}
