import type { OidcConfig } from '../../config/auth-oidc.ts'
import type { Role } from '../../domain/people/role.ts'
import { roleOfGroups } from '../../domain/people/role-of-groups.ts'
import { asRecord } from '../../domain/text/reading.ts'
import { nameIn } from '../../domain/text/user-name.ts'

type Claims = Record<string, unknown>

/** Most groups that are looked at. */
const MOST_GROUPS = 10_000

/** Reads who it is from the provider's claims. Null: no claim holds a name, or no group gives a role. */
export function personOf(
  claims: Claims,
  { userClaim, groupsClaim, groups }: Pick<OidcConfig, 'userClaim' | 'groupsClaim' | 'groups'>,
): { name: string | null; role: Role | null } {
  const name = textIn(claims[userClaim]) ?? textIn(claims['sub'])
  if (groups === null) return { name, role: 'analyst' }
  const named = [claimAt(claims, groupsClaim)].flat().slice(0, MOST_GROUPS)
  return {
    name,
    role: roleOfGroups(
      named.flatMap((group) => textIn(group) ?? []),
      groups,
    ),
  }
}

/** Finds a claim by its name, or by a path such as `realm_access.roles`. */
function claimAt(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name]
  return name.split('.').reduce<unknown>((value, part) => asRecord(value)[part], claims)
}

function textIn(value: unknown): string | null {
  return typeof value === 'string' ? nameIn(value) : null
}
