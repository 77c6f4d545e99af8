import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/** `broken`: the file with the fault cannot be loaded, so the test says nothing of it. */
export type Verdict = 'green' | 'red' | 'hangs' | 'broken'

export interface TestRun {
  verdict: Verdict
  seconds: number
}

/** Ends with us, however we end. */
let running: ChildProcess | null = null
process.once('exit', () => running && endGroup(running))

/** The test file of a tree, run until its first failure, for so many seconds at most. */
export async function runTest(folder: string, file: string, limit: number): Promise<TestRun> {
  const start = performance.now()
  const child = spawn(process.execPath, [file], {
    cwd: folder,
    // A group of its own: what the test starts ends with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TAP_BAIL: '1', TAP_TIMEOUT: String(limit) },
  })
  running = child
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  }
  let isLate = false
  // The test ends itself by then; where it runs in circles, it cannot.
  const timer = setTimeout(
    () => {
      isLate = true
      endGroup(child)
    },
    (limit + 5) * 1000,
  )
  const [code] = (await once(child, 'exit')) as [number | null]
  clearTimeout(timer)
  endGroup(child)
  running = null
  const seconds = (performance.now() - start) / 1000
  return { verdict: verdictOf(code, isLate || /not ok .*timeout!/.test(said), said), seconds }
}

function verdictOf(code: number | null, isLate: boolean, said: string): Verdict {
  if (isLate) return 'hangs'
  if (code === 0) return 'green'
  return /^(SyntaxError|ReferenceError)\b/m.test(said) ? 'broken' : 'red'
}

function endGroup({ pid }: ChildProcess) {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // Nothing of it is left.
  }
}
