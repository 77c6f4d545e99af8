import { readFileSync } from 'node:fs'

/** What most systems allow where nobody says more. */
const USUAL = 1024

/** How many files and connections the process may have open; Node has raised its soft limit to the hard one. */
export function openFileLimit(): number {
  try {
    const [, soft] =
      /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? []
    return Number(soft ?? USUAL)
  } catch {
    return USUAL
  }
}
