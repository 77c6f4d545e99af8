import { spawn } from 'node:child_process'
import { once } from 'node:events'
import t from 'tap'
import { closedPort } from './support/fault-server.ts'
import { ROOT, startArguments } from './support/start-command.ts'
import { startUpstream } from './support/upstream-server.ts'

/** The process as `npm start` runs it; `output` is all of its standard output, complete when it has ended. */
async function startProcess(env: Record<string, string>) {
  const child = spawn(process.execPath, startArguments(), {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
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

t.test('the process writes every line of its log, and ends when it is told to', async (t) => {
  const upstream = await startUpstream(t)
  const port = await closedPort()
  const env = { PORT: String(port), API_BASE_URL: upstream.url }
  const { child, lines, ended, until } = await startProcess(env)
  await until('Server listening')
  const changes = Array.from({ length: 200 }, (_, i) =>
    fetch(`http://127.0.0.1:${port}/api/jobs/j1/retry`, {
      method: 'POST',
      headers: { 'x-request-id': `change-${i}` },
    }),
  )
  for (const answer of await Promise.all(changes)) t.equal(answer.status, 200)
  child.kill('SIGTERM')
  t.equal((await ended)[0], 0)
  const told = lines().map((line) => JSON.parse(line))
  const ids = told.filter(({ msg }) => msg === 'answered').map(({ reqId }) => reqId)
  t.equal(new Set(ids).size, 200)
  t.equal(ids.length, 200)
  t.match(
    told.find(({ reqId }) => reqId === 'change-7'),
    { method: 'POST', path: '/api/jobs/j1/retry', status: 200, action: 'retry', job: 'j1' },
  )
})

t.test('a wrong setting stops the start with a sentence', async (t) => {
  const { ended, errors, lines } = await startProcess({ PORT: 'many' })
  t.equal((await ended)[0], 1)
  t.match(errors(), /PORT/)
  t.notMatch(errors(), /\n\s+at /, 'no stack')
  t.strictSame(lines(), [])
})
