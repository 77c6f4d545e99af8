/** The roles, the weakest first. Each role may also do what the roles before it may do. */
export const ROLES = ['viewer', 'analyst', 'administrator'] as const
export type Role = (typeof ROLES)[number]

/** The right that a route needs: to look, to change a job, or to manage Touchline itself (links, tokens, the list). */
export type Right = 'read' | 'act' | 'upkeep'

const LEAST: Record<Right, Role> = { read: 'viewer', act: 'analyst', upkeep: 'administrator' }

export function mayDo(role: Role, right: Right): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(LEAST[right])
}
