/** The axes of the radar for a role, in drawing order. */
interface RoleAxes {
  role: RegExp
  axes: string[]
  /** True if the service is known to score all of these. A missing axis then means "not measured". */
  complete: boolean
}

/** Roles are free text in a job, sometimes in Italian. The first entry that matches wins. */
const AXES_OF_ROLES: RoleAxes[] = [
  {
    role: /goal|keeper|portiere|^gk$/i,
    axes: ['Shot Stopping', 'Handling', 'Aerial Reach', 'Positioning', 'Composure', 'Distribution'],
    complete: false,
  },
  {
    role: /wing(?!.?back)|^ala\b|^[lr]w$/i,
    axes: ['Dribbling', 'Crossing', 'Pace', 'Finishing', 'Composure', 'Off-the-ball Movement'],
    complete: false,
  },
  {
    role: /defen|back|difens|terzin|^(cb|[lr]b)$/i,
    axes: ['Tackling', 'Marking', 'Heading', 'Positioning', 'Composure', 'Passing'],
    complete: false,
  },
  {
    role: /midfield|centrocamp|mezzala|regista|^[acd]?m$/i,
    axes: ['Passing', 'Vision', 'Ball Control', 'Positioning', 'Composure', 'Work Rate'],
    complete: false,
  },
  {
    role: /striker|forward|attac|punta|^(st|cf)$/i,
    axes: [
      'Finishing',
      'Heading',
      'Positioning',
      'Composure',
      'Off-the-ball Movement',
      'Shot Power',
    ],
    complete: true,
  },
]

/**
 * The axes to draw for `role`, given the names of the `skills` in the result. The role's own axes come first, in
 * a fixed order, then the others by alphabet, so that all players of one role have the same
 * shape of chart. Empty if no skill has a name.
 */
export function axesOf(role: string | null, skills: readonly string[]): string[] {
  const named = skills.filter((name) => name.trim() !== '')
  if (named.length === 0) return []
  const own = entryOf(role)
  const fixed = own?.axes.filter((axis) => own.complete || named.includes(axis)) ?? []
  const others = named.filter((axis) => !fixed.includes(axis))
  return [...fixed, ...[...new Set(others)].sort((a, b) => a.localeCompare(b, 'en'))]
}

/** True if the two roles have the same axes. Only then can one radar show both players. */
export function haveSameAxes(one: string | null, other: string | null): boolean {
  const [a, b] = [entryOf(one), entryOf(other)]
  return a === b && (a !== undefined || plain(one) === plain(other))
}

function entryOf(role: string | null): RoleAxes | undefined {
  return AXES_OF_ROLES.find((entry) => entry.role.test(role?.trim() ?? ''))
}

const plain = (role: string | null) => role?.trim().toLowerCase() ?? ''
