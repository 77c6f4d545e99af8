/** What somebody is here, the least first: each may do what those before it may. */
export const ROLES = ['viewer', 'analyst', 'administrator'] as const
export type Role = (typeof ROLES)[number]

/** What a route needs: to look, to change a job, or to look after Touchline itself (links, tokens, the list). */
export type Right = 'read' | 'act' | 'upkeep'

const LEAST: Record<Right, Role> = { read: 'viewer', act: 'analyst', upkeep: 'administrator' }

export function mayDo(role: Role, right: Right): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(LEAST[right])
}
