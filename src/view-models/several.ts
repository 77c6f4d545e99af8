import { MOST_LINES, type PlayerLine } from '../domain/forms/player-lines.ts'
import type { Job } from '../domain/job/job.ts'
import type { Urls } from '../urls.ts'
import { type CreateField, type SharedFields, sharedFields } from './create-form.ts'
import { count, isolated } from './format.ts'
import type { ArchiveInput } from './matches.ts'
import { type PageModel, page } from './page.ts'
import { type NotMade, type PlayersNotMade, playersNotMade } from './players-not-made.ts'
import type { Problem } from './problem/problem.ts'

export interface MadeJob {
  id: string
  player: PlayerLine
}

/** `views/pages/several.eta`. */
export interface SeveralPage extends PageModel {
  heading: string
  problem: Problem | null
  made: { title: string; jobs: { name: string; href: string }[] } | null
  /** Jobs that may have been created. */
  unsure: PlayersNotMade | null
  not: PlayersNotMade | null
  /** What to do about the jobs that were not created. */
  notWords: string
  /** Null if all were created. */
  form: SeveralForm | null
  againHref: string
  listHref: string
}

interface SeveralForm {
  action: string
  create: SharedFields & {
    values: Record<string, string>
    match: { id: string; title: string } | null
  }
  players: string
  rows: number
  most: number
  /** Links that fill the list with one side of the line-up. */
  sides: { label: string; href: string }[]
  /** The jobs that would be created; null until the list has been checked. */
  checked: { digest: string; title: string; rows: PlayerLine[] } | null
  button: string
  /** Identifies this press, so that a form sent twice creates its jobs once. */
  once: string
}

export function toSeveralPage(input: {
  urls: Urls
  values: Partial<Record<CreateField, string>>
  /** The lines as they were typed. */
  players: string
  /** The side of the line-up that fills the list; `''` if none was asked for. */
  side: string
  owner: { id: string; job: Job | null } | null
  archive: ArchiveInput
  problem: Problem | null
  checked: { digest: string; players: readonly PlayerLine[] } | null
  outcome: {
    made: readonly MadeJob[]
    unsure: readonly NotMade[]
    not: readonly NotMade[]
  } | null
  once: string
}): SeveralPage {
  const { urls, owner, archive, problem, outcome } = input
  const { made = [], unsure = [], not = [] } = outcome ?? {}
  const from = sourceOf(input)
  const heading = 'Several players of one match'
  return {
    ...page(urls, heading, {
      sheet: 'home',
      failed: problem !== null || not.length + unsure.length > 0,
    }),
    heading,
    problem,
    made:
      made.length === 0 ? null : { title: `${jobs(made.length)} created`, jobs: made.map(toMade) },
    unsure: playersNotMade(unsure, 'may have been created'),
    not: playersNotMade(not, 'not created'),
    notWords:
      input.checked === null
        ? 'They are in the list below: correct them and press again.'
        : 'No job was created. Press again in a minute: the list below is as it was.',
    form: outcome !== null && not.length === 0 && input.checked === null ? null : formOf(),
    againHref: urls.newJobs(from),
    listHref: urls.list(),
  }

  function toMade({ id, player }: MadeJob) {
    return { name: isolated(player.name), href: urls.job(id) }
  }

  function formOf(): SeveralForm {
    const side = archive.match?.lineup.filter(({ team }) => team === input.side) ?? []
    const values = {
      ...input.values,
      ...(side.length > 0 ? { team_name: input.side } : {}),
    }
    const match = archive.match && { id: archive.match.id, title: isolated(archive.match.title) }
    const players =
      outcome === null || input.checked !== null
        ? input.players || linesOf(side.map(({ name, shirt }) => ({ name, shirt })))
        : linesOf(not.map(asLine))
    const { checked } = input
    return {
      action: urls.newJobs(),
      create: {
        values: Object.fromEntries(Object.entries(values).map(([k, v]) => [k, v ?? ''])),
        match,
        ...sharedFields({ urls, values, owner, hasMatch: match !== null }),
      },
      players,
      rows: Math.min(Math.max(players.split('\n').length + 1, 6), MOST_LINES),
      most: MOST_LINES,
      sides: sidesOf(archive, urls),
      checked: checked && {
        digest: checked.digest,
        title: `${jobs(checked.players.length)} will be created`,
        rows: checked.players.map((line) => ({
          ...line,
          role: line.role || (values.role ?? ''),
        })),
      },
      button: checked ? `Create ${jobs(checked.players.length)}` : 'Check the players',
      once: input.once,
    }
  }
}

const jobs = (n: number) => count(n, 'job')

const asLine = ({ player: { name, shirt, role } }: NotMade) => ({ name, shirt, role })

/** Writes the lines that `readPlayerLines` reads. */
function linesOf(
  players: readonly { name: string; shirt: string | number | null; role?: string | null }[],
): string {
  return players
    .map(({ name, shirt, role }) =>
      [String(shirt ?? ''), name.replaceAll(/[,;\t\r\n]/g, ' '), role ?? '']
        .filter(Boolean)
        .join(', '),
    )
    .join('\n')
}

function sidesOf({ match }: ArchiveInput, urls: Urls): SeveralForm['sides'] {
  if (match === null) return []
  const sides = Map.groupBy(match.lineup, ({ team }) => team)
  return [...sides].flatMap(([team, { length }]) =>
    team === null
      ? []
      : [
          {
            label: `${isolated(team)}, ${count(length, 'player')}`,
            href: urls.newJobs({ match: match.id, side: team }),
          },
        ],
  )
}

/** The source of the video for an address of ours: never the video's own address. */
function sourceOf(input: {
  owner: { id: string } | null
  archive: ArchiveInput
}): Record<string, string> {
  const { owner, archive } = input
  if (archive.match !== null) return { match: archive.match.id }
  return owner === null ? {} : { of_job: owner.id }
}
