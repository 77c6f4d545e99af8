import type { Test } from 'tap'
import { readConfig } from '../../../src/config/index.ts'
import { checkWorld } from '../../../src/start/check.ts'
import { json } from '../service/upstream-server.ts'
import { startProcess } from './start-process.ts'

/** What a service that is there says of the job that the check asks for. */
export const NO_SUCH_JOB = json({ ok: false, error: { code: 'JOB_NOT_FOUND' } }, 404)

/** `npm start -- --check`, its exit status, and what it printed line by line. */
export async function check(t: Test, env: Record<string, string>) {
  const { ended, lines, errors } = startProcess(t, env, ['--check'])
  const [status] = await ended
  const verdicts = lines().filter((line) => /^(ok|WRONG) /.test(line))
  return { status, lines: lines(), errors: errors(), verdicts }
}

/** The same verdicts without a process of their own. */
export async function verdictsOn(env: Record<string, string>) {
  const verdicts = await checkWorld(readConfig({ DATABASE_URL: 'off', ...env }))
  return verdicts.map(({ ok, says }) => `${ok ? 'ok' : 'WRONG'} ${says}`)
}
