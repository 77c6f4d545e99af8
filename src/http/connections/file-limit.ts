import { readFileSync } from 'node:fs'

/** The limit of most systems. */
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
