import type { Test } from 'tap'
import { closedPort } from '../service/fault-server.ts'
import { startProcess, type TouchlineProcess } from './touchline-process.ts'

/**
 * One of several Touchlines before one service, each in a process of its own as `npm start` runs it, on a port that it keeps.
 * The service knows it by `name`, which it gets as `Authorization`. `cwd` is the folder of another version.
 */
export async function startReplica(
  t: Pick<Test, 'teardown'>,
  name: string,
  env: Record<string, string>,
  cwd?: string,
) {
  const port = await closedPort()
  const begin = () =>
    startProcess(t, {
      env: { ...env, UPSTREAM_AUTHORIZATION: name },
      port,
      ...(cwd ? { cwd } : {}),
    })
  let process: TouchlineProcess = await begin()
  return {
    name,
    port,
    streams: () => process.metric('touchline_event_streams'),
    ask: (path: string) => process.ask(path),
    /** Gives back its exit status and the signal that ended it. */
    async end(signal: 'SIGKILL' | 'SIGTERM') {
      process.child.kill(signal)
      return process.ended
    },
    async startAgain() {
      process = await begin()
    },
  }
}
export type Replica = Awaited<ReturnType<typeof startReplica>>
