import { CreateJobBody } from '../../../contracts/create-job.ts'
import { compileIssues, type Issue } from '../../../contracts/issues.ts'
import { createJobForm } from '../../../domain/forms/create-job.ts'
import { type Fields, textOf } from '../../../domain/forms/fields.ts'
import type { PlayerLine } from '../../../domain/forms/player-lines.ts'
import type { JobVideo } from '../../../domain/job/video.ts'
import { CREATE_LABELS } from '../../../view-models/create-form.ts'
import { isolated } from '../../../view-models/format.ts'
import { type Problem, problemFromIssues } from '../../../view-models/problem/problem.ts'

/** Only the name of a line can be wrong here: its number is two digits, and a role is any text. */
const OF_LINE = /player_name$/

/** Shows faults of a player at the list, with the name. Other faults are the same for all, and are said once. */
export function problemOfLines(
  players: readonly PlayerLine[],
  bodies: readonly unknown[],
): Problem | null {
  const issues = bodies.map((body) => compileIssues(CreateJobBody)(body))
  const isOfLine = ({ path }: Issue) => OF_LINE.test(path)
  const common = (issues[0] ?? []).filter((one) => !isOfLine(one))
  const ofLines = issues.flatMap((all, at) =>
    all.filter(isOfLine).map(({ message }) => ({
      field: 'players',
      message: `${isolated(players[at]?.name ?? '')}: the name ${message}`,
    })),
  )
  if (common.length === 0 && ofLines.length === 0) return null
  const problem = problemFromIssues(common, CREATE_LABELS)
  return { ...problem, faults: [...problem.faults, ...ofLines] }
}

/** Makes the body of the job for one line. */
export function bodyOf(
  form: Fields,
  { name, shirt, role }: PlayerLine,
  video: JobVideo | null,
): unknown {
  const fields = {
    ...form,
    player_name: name,
    shirt_number: shirt,
    role: role || textOf(form, 'role'),
  }
  const decoded = createJobForm(fields, video)
  return 'body' in decoded ? decoded.body : null
}
