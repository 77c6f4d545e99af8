import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Test } from 'tap'
import { findProgram } from '../parts/parts.ts'
import { closedPort } from '../service/fault-server.ts'
import { makeCertificate, type RunningProxy } from './contrib.ts'

const READY_WITHIN_MS = 20_000

/**
 * Runs a proxy with a folder, a certificate and a port of its own. `prepare` writes its configuration and gives back its
 * arguments. What it says is shown where it does not start.
 */
export async function runProxy(
  t: Pick<Test, 'teardown'>,
  program: string,
  host: string,
  prepare: (folder: string, port: number) => string[],
): Promise<RunningProxy> {
  const file = findProgram(program)
  if (file === null) throw new Error(`No ${program} found: run the tests with npm test.`)
  const folder = mkdtempSync(join(tmpdir(), `touchline-${program}-`))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const accessLog = join(folder, 'access.log')
  makeCertificate(folder, host)
  const port = await closedPort()
  const child = spawn(file, prepare(folder, port), {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      said = (said + data).slice(-4_000)
    })
  }
  const ended = once(child, 'close')
  t.teardown(async () => {
    child.kill('SIGTERM')
    await ended
  })
  await Promise.race([
    listening(program, port),
    ended.then(([code]) => Promise.reject(new Error(`${program} ended with ${code}: ${said}`))),
  ])
  return {
    port,
    origin: `https://127.0.0.1:${port}`,
    certificate: readFileSync(join(folder, 'certificate.pem'), 'utf8'),
    log: () => (existsSync(accessLog) ? readFileSync(accessLog, 'utf8') : said),
  }
}

async function listening(program: string, port: number): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS
  for (;;) {
    const socket = net.connect(port, '127.0.0.1')
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (isOpen) return
    if (Date.now() > deadline) throw new Error(`${program} did not listen`)
    await pause(20)
  }
}
