import { NAME, writeLine } from '../auth/files.ts'
import { hashToken, makeToken, SCOPES, type Scope } from '../auth/tokens.ts'

/** `npm run token -- <file> <name> read|read-write`: makes a token for a script, stores its hash, shows it once. */

/** The roles of people, as other words for the scopes of scripts. */
const BY_ROLE = new Map<string, Scope>([
  ['viewer', 'read'],
  ['analyst', 'read-write'],
])

const [file, name, text = ''] = process.argv.slice(2)
const scope = SCOPES.find((scope) => scope === text) ?? BY_ROLE.get(text)

if (!file || !name || !NAME.test(name) || !scope) {
  console.error(
    'Usage: npm run token -- <file> <name> read|read-write\nviewer means read, analyst means read-write.',
  )
  process.exit(1)
}

const token = makeToken()
await writeLine(file, name, `${scope}:${hashToken(token)}`)
console.log(`The token of ${name} (${scope}), shown this once:\n${token}`)
