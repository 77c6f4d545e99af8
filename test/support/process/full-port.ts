import { spawn } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'
import type { Test } from 'tap'

const LISTENER = `
  const server = require('node:net').createServer()
  server.listen(0, '127.0.0.1', 1, () => process.stdout.write(String(server.address().port)))
`
/** More than a backlog of one takes in. */
const FILLERS = 8

/**
 * A port where a connection is never made: its process is halted and its queue of waiting connections is
 * full, so the system drops every further attempt.
 */
export async function startFullPort(t: Pick<Test, 'teardown'>): Promise<number> {
  const child = spawn(process.execPath, ['-e', LISTENER], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [text] = await once(child.stdout, 'data')
  const port = Number(text)
  child.kill('SIGSTOP')
  const fillers = Array.from({ length: FILLERS }, () =>
    net.connect(port, '127.0.0.1').on('error', () => {}),
  )
  t.teardown(() => {
    for (const filler of fillers) filler.destroy()
    child.kill('SIGKILL')
  })
  return port
}
