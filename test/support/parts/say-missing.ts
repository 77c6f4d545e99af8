import { missingLine } from './missing.ts'
import { PARTS } from './parts.ts'

/** Runs after the tests: what they could not try on this machine. */
const line = missingLine(PARTS.filter((part) => !part.isInstalled()))
if (line !== null) console.log(line)
