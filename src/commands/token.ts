import { NAME, writeLine } from '../auth/files.ts'
import { hashToken, makeToken, SCOPES } from '../auth/tokens.ts'

/** `npm run token -- <file> <name> read|read-write`: makes a token for a script, stores its hash, shows it once. */

const [file, name, text] = process.argv.slice(2)
const scope = SCOPES.find((scope) => scope === text)

if (!file || !name || !NAME.test(name) || !scope) {
  console.error('Usage: npm run token -- <file> <name> read|read-write')
  process.exit(1)
}

const token = makeToken()
await writeLine(file, name, `${scope}:${hashToken(token)}`)
console.log(`The token of ${name} (${scope}), shown this once:\n${token}`)
