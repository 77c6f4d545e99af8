import { NAME_UNITS } from '../contracts/fields.ts'
import type { Job } from '../domain/job/job.ts'
import type { Urls } from '../urls.ts'
import type { ClubList } from './club/list.ts'
import type { Connection } from './connection.ts'
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
import { type PageModel, page } from './page.ts'
import type { Problem } from './problem/problem.ts'
import { type RecentJob, type RecentJobs, toRecentJobs } from './recent-jobs.ts'

/** `views/pages/home.eta`. */
export interface HomePage extends PageModel {
  demo: boolean
  problem: Problem | null
  openAction: string
  /** Null if the reader may make no job. */
  create: CreateForm | null
  recent: RecentJobs
  /** The club's list; null if there is none at present, and the jobs of the browser stand in its place. */
  list: ClubList | null
  /** There should be one, but its database is away. */
  listAway: boolean
  /** What became of "Next waiting job", if it led here; null if it did not. */
  noNext: string | null
  /** Null if no service is set. */
  connection: Connection | null
}

interface CreateForm {
  action: string
  severalHref: string
  values: Record<CreateField, string>
  /** The job whose video is used; null if the form asks for a video. */
  owner: { id: string; href: string; name: string } | null
  /** The search in the archive; null if the service has none, or the video is chosen. */
  search: MatchSearch | null
  match: ChosenMatch | null
  /** The player of the match is asked for first. */
  asks: boolean
  /** The fields of another video are shown opened. */
  other: boolean
  /** The player is all that is missing. */
  focus: boolean
  /** `maxlength` of the names. */
  nameUnits: number
  roles: readonly string[]
  categories: readonly string[]
  /** The fields of a stored video are shown opened. */
  stored: boolean
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
export const PLAYER_ROLES = [
  'Goalkeeper',
  'Centre-back',
  'Full-back',
  'Defensive midfielder',
  'Midfielder',
  'Attacking midfielder',
  'Winger',
  'Striker',
]
export const CATEGORIES = ['U13', 'U15', 'U17', 'U19', 'U21', 'Senior']

const ALL_TAKEN =
  'No job is left for you: each waiting job is open already, or somebody was just sent to it.'

/** Another player of the same match: all of the job but its player. */
export function anotherPlayerValues(job: Job): Partial<Record<CreateField, string>> {
  return {
    role: job.role ?? '',
    category: job.category ?? '',
    team_name: job.player.teamName ?? '',
    full_match_mode: job.fullMatch ? 'true' : '',
  }
}

/** `values` refill the form after a problem; `demo` says that the matches are simulated. */
export function toHomePage(input: {
  urls: Urls
  recent: RecentJob[]
  list?: ClubList | null
  listAway?: boolean
  /** Jobs wait, but somebody else has each of them open. */
  allTaken?: boolean
  values: Partial<Record<string, string>>
  /** The job whose video the form uses, if it could be read. */
  owner?: { id: string; job: Job | null } | null
  archive?: ArchiveInput | null
  problem: Problem | null
  demo: boolean
  /** Whether there is a service to hear of. */
  connected: boolean
  /** The reader may look and not act. */
  readOnly?: boolean
}): HomePage {
  const { urls, problem, demo, owner = null, archive = null, readOnly = false } = input
  const values = { ...input.values, ...(archive && lineupValues(archive)) }
  const match = archive && toChosenMatch(archive, urls)
  const isNew = problem === null
  const own = Boolean(values['video_url'] || values['video_key'] || values['video_bucket'])
  const recent = toRecentJobs({ urls, recent: input.recent, readOnly })
  return {
    ...page(urls, 'Jobs', {
      sheet: 'home',
      scripts: input.list ? ['js/notify.js', 'js/ticks.js'] : [],
      failed: problem !== null,
    }),
    demo,
    problem,
    openAction: urls.openJob(),
    create: readOnly
      ? null
      : {
          action: urls.createJob(),
          severalHref: urls.newJobs(
            match ? { match: match.id } : owner ? { of_job: owner.id } : {},
          ),
          values: Object.fromEntries(
            CREATE_FIELDS.map((name) => [name, values[name] ?? '']),
          ) as Record<CreateField, string>,
          owner: owner && {
            id: owner.id,
            href: urls.job(owner.id),
            name: ownerName(owner),
          },
          search: archive && owner === null ? toMatchSearch(archive, urls) : null,
          match,
          asks: isNew && match?.asks === true,
          other: own || (match === null && !owner?.job?.video),
          focus: isNew && (match === null ? owner !== null : !match.asks),
          nameUnits: NAME_UNITS,
          roles: PLAYER_ROLES,
          categories: CATEGORIES,
          stored: Boolean(values['video_key'] || values['video_bucket']),
        },
    recent,
    list: input.list ?? null,
    listAway: input.listAway ?? false,
    noNext: input.allTaken ? ALL_TAKEN : null,
    connection: input.connected ? connectionOf(urls, input.list ?? null) : null,
  }
}

function connectionOf(urls: Urls, list: ClubList | null): Connection {
  if (list !== null) return list.connection
  return {
    streamHref: urls.recentJobsStream(),
    askHref: urls.recentJobs(),
    shown: 'recent-jobs',
  }
}

export function ownerName({ id, job }: { id: string; job: Job | null }): string {
  if (job === null || Object.values(job.player).every((one) => one === null)) return `job ${id}`
  return listed([jobName(job), job.source.match])
}
