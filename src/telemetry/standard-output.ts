import { constants, openSync, writeSync } from 'node:fs'
import { isatty } from 'node:tty'
import { BoundedLog } from './bounded-log.ts'

const STDOUT = 1

/** The log of the process: standard output, whatever it leads to. */
export function standardOutput(): BoundedLog {
  const file = withoutWaiting()
  return new BoundedLog((bytes) => writeSync(file, bytes))
}

/** Standard output as a file whose writes never wait for a reader. */
function withoutWaiting(): number {
  // A terminal can be stopped. It is opened again for us alone, because the shell writes to the same one.
  if (isatty(STDOUT)) return openTerminal()
  // Node makes pipes and sockets non-blocking when it makes its own stream of them.
  process.stdout.on('error', () => {})
  return STDOUT
}

function openTerminal(): number {
  try {
    return openSync('/dev/stdout', constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY)
  } catch {
    return STDOUT
  }
}
