import { headerText, nameIn } from '../text/user-name.ts'
import type { Role } from './role.ts'

/** The directory groups that give each role. */
export interface RoleGroups {
  administrator: ReadonlySet<string>
  analyst: ReadonlySet<string>
  /** Null: everybody who is signed in may read. */
  viewer: ReadonlySet<string> | null
}

/** The highest role that any of the groups gives; null if none gives a role. Compares exact names. */
export function roleOfGroups(groups: readonly string[], by: RoleGroups): Role | null {
  const isIn = (members: ReadonlySet<string>) => groups.some((group) => members.has(group))
  if (isIn(by.administrator)) return 'administrator'
  if (isIn(by.analyst)) return 'analyst'
  return by.viewer === null || isIn(by.viewer) ? 'viewer' : null
}

/**
 * Reads the group names in a header. Leaves out invalid names, so a broken name gives nobody a role.
 * @param bytes the header as Node gives it, a character for each byte
 * @param separator one character of ASCII
 */
export function groupsIn(bytes: string, separator: string): string[] {
  return headerText(bytes)
    .split(separator)
    .flatMap((part) => nameIn(part) ?? [])
}
