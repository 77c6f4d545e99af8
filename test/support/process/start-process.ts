import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Test } from 'tap'
import { ROOT, startArguments } from './start-command.ts'

/**
 * The process as `npm start` runs it, or `command` in its place. `lines` are those of its standard output,
 * complete when it has ended; `ended` gives its exit status and signal. What is left of it ends with the test.
 */
export function startProcess(
  t: Pick<Test, 'teardown'>,
  env: Record<string, string>,
  args: readonly string[] = [],
  [file, ...first]: readonly [string, ...string[]] = [process.execPath, ...startArguments()],
) {
  const child = spawn(file, [...first, ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: 'off', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a group of its own, with all that it starts
  })
  t.teardown(() => {
    if (child.pid === undefined) return
    try {
      process.kill(-child.pid, 'SIGKILL')
    } catch {
      // All of it has ended.
    }
  })
  let output = ''
  let errors = ''
  child.stdout.on('data', (data) => {
    output += data
  })
  child.stderr.on('data', (data) => {
    errors += data
  })
  const ended = once(child, 'close')
  return {
    child,
    lines: () => output.split('\n').filter(Boolean),
    errors: () => errors,
    ended,
    async until(text: string) {
      while (!output.includes(text)) await once(child.stdout, 'data')
    },
  }
}
