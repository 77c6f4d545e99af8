import { stdin, stdout } from 'node:process'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { NAME, writeLine } from '../auth/files.ts'
import { hashPassword } from '../auth/passwords.ts'

/** `npm run password -- <file> <name>`: asks for a password and stores its hash (`AUTH=basic`). */

const SHORTEST = 12
const [file, name] = process.argv.slice(2)

if (!file || !name || !NAME.test(name)) {
  console.error(
    'Usage: npm run password -- <file> <name>\nThe password is read from the terminal or from standard input.',
  )
  process.exit(1)
}

const password = await ask(`Password for ${name}: `)
if (password.length < SHORTEST) {
  console.error(`A password has at least ${SHORTEST} characters.`)
  process.exit(1)
}
await writeLine(file, name, await hashPassword(password))
console.log(`${name} may enter with this password. Touchline reads ${file} again within seconds.`)

/** Asks for one line; what is typed in a terminal is not shown. */
async function ask(question: string): Promise<string> {
  if (stdin.isTTY) stdout.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: stdin, output: silent, terminal: stdin.isTTY })
  try {
    for await (const line of lines) return line
    return ''
  } finally {
    lines.close()
    if (stdin.isTTY) stdout.write('\n')
  }
}
