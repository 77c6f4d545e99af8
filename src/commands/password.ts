import { stdin, stdout } from 'node:process'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { NAME, roleInFile, writeLine } from '../auth/files.ts'
import { hashPassword } from '../auth/passwords.ts'
import { ROLES } from '../domain/people/role.ts'

/** `npm run password -- <file> <name> [role]`: asks for a password and stores its hash (`AUTH=basic`). */

const SHORTEST = 12
const [file, name, text] = process.argv.slice(2)
const wanted = ROLES.find((role) => role === text)

if (!file || !name || !NAME.test(name) || (text !== undefined && !wanted)) {
  console.error(
    `Usage: npm run password -- <file> <name> [${ROLES.join('|')}]\nWithout a role a name keeps the one that it has, and a new one is an analyst. The password is read from the terminal or from standard input.`,
  )
  process.exit(1)
}

const password = await ask(`Password for ${name}: `)
if (password.length < SHORTEST) {
  console.error(`A password has at least ${SHORTEST} characters.`)
  process.exit(1)
}
const role = wanted ?? (await roleInFile(file, name))
await writeLine(file, name, `${await hashPassword(password)}:${role}`)
console.log(
  `${name} may enter with this password as ${role}. Touchline reads ${file} again within seconds.`,
)

/** Asks for one line. A terminal does not show what is typed. */
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
