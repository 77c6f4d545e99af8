import type { RoleGroups } from '../domain/people/role-of-groups.ts'
import type { Settings } from './settings.ts'
import { list } from './values.ts'

export const GROUP_SETTINGS = ['ADMINISTRATOR_GROUPS', 'ANALYST_GROUPS', 'VIEWER_GROUPS'] as const

/** Reads the groups that give roles. Null if none is named: then everybody who enters is an analyst. */
export function readRoleGroups(settings: Settings, faults: string[]): RoleGroups | null {
  const [administrator, analyst, viewer] = GROUP_SETTINGS.map((name) =>
    list(settings[name]).map((group) => group.normalize('NFC')),
  )
  if (!administrator?.length && !analyst?.length && !viewer?.length) return null
  if (!analyst?.length) {
    faults.push(
      'Groups are set, but ANALYST_GROUPS is not: name the groups whose members may change something.',
    )
  }
  return {
    administrator: new Set(administrator),
    analyst: new Set(analyst),
    viewer: viewer?.length ? new Set(viewer) : null,
  }
}
