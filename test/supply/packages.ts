import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../support/process/start-command.ts'

/** A package that production may install, as the lock file has it. */
export interface ProductionPackage {
  /** Below the project's folder, such as `node_modules/a/node_modules/b`. */
  path: string
  name: string
  version: string
  licence: string
  /** It may be left out. */
  optional: boolean
}

interface Entry {
  version: string
  license?: string
  dev?: boolean
  optional?: boolean
  devOptional?: boolean
}

/** All packages but those for development, by their names. */
export function productionPackages(): ProductionPackage[] {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))
  return Object.entries<Entry>(packages)
    .filter(([path, { dev }]) => path !== '' && !dev)
    .map(([path, { version, license, optional, devOptional }]) => ({
      path,
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version,
      licence: license ?? 'none',
      optional: optional === true || devOptional === true,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
