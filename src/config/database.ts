/** Where the club's list is kept (docs/decisions/club.md). */
export type Database =
  | { kind: 'off' }
  /** `file`: a path, relative to where Touchline was started, or `:memory:`. */
  | { kind: 'sqlite'; file: string }
  | { kind: 'postgres'; url: string }

const RULE =
  'DATABASE_URL must be sqlite: and a file, such as sqlite:data/touchline.db, a postgres:// address, or off.'

export function readDatabase(text: string, faults: string[]): Database {
  if (text === 'off') return { kind: 'off' }
  const [, file] = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(text) ?? []
  if (file !== undefined) return { kind: 'sqlite', file }
  if (/^postgres(ql)?:\/\/./.test(text) && URL.canParse(text))
    return { kind: 'postgres', url: text }
  faults.push(RULE)
  return { kind: 'off' }
}
