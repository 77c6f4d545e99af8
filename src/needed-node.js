import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// This is old, plain JavaScript, so that an older Node can read it and say what is missing. In the next file an older
// Node would find a SyntaxError.
const root = fileURLToPath(new URL('..', import.meta.url))
const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const VERSION = /^\D*(\d+)\.(\d+)/
const needed = VERSION.exec(engines.node) || []
const running = VERSION.exec(process.version) || []
const isOlder =
  Number(running[1]) < Number(needed[1]) ||
  (Number(running[1]) === Number(needed[1]) && Number(running[2]) < Number(needed[2]))

if (isOlder) {
  console.error(
    `Touchline needs Node.js ${needed[1]}.${needed[2]} or newer, and this is ${process.version}. Install a newer one, or run npm ci without --omit=dev: then npm start brings its own.`,
  )
  process.exit(1)
}
