import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import type { Test } from 'tap'
import { findWebKit } from '../parts/parts.ts'
import { startForwardProxy } from '../proxies/forward-proxy.ts'
import { closedPort } from '../service/fault-server.ts'
import type { Person } from './person.ts'
import { openSession } from './webdriver.ts'

/** For the driver to listen, milliseconds. */
const READY_WITHIN_MS = 20_000

/**
 * Somebody with WebKitGTK on a display of their own; all that is started ends with the test. Every host
 * name stands for this machine, at `port`. Without `script` pages run none; the driver's own runs all the same.
 */
export async function launchWebKit(
  t: Pick<Test, 'teardown'>,
  port: number,
  { script = true, dark = false }: { script?: boolean; dark?: boolean } = {},
): Promise<Person> {
  const found = findWebKit()
  if (found === null) throw new Error('No WebKit found: run the tests with npm test.')
  const httpProxy = await startForwardProxy(t, port)

  const display = spawn(found.display, ['-displayfd', '3', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  t.teardown(() => end(display))
  const [number] = await once(display.stdio[3] as Readable, 'data')

  const driverPort = await closedPort()
  const driver = spawn(found.driver, [`--port=${driverPort}`], {
    stdio: 'ignore',
    env: {
      ...process.env,
      DISPLAY: `:${String(number).trim()}`,
      ...(dark ? { GTK_THEME: 'Adwaita:dark' } : {}),
    },
  })
  t.teardown(() => end(driver))
  await listening(`http://127.0.0.1:${driverPort}`)

  const session = await openSession(`http://127.0.0.1:${driverPort}`, {
    proxy: { proxyType: 'manual', httpProxy },
    'webkitgtk:browserOptions': {
      binary: found.browser,
      args: ['--automation', `--enable-javascript=${script ? 'TRUE' : 'FALSE'}`],
    },
  })
  t.teardown(() => session.end())
  return session.person
}

async function listening(driver: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS
  for (;;) {
    const isReady = await fetch(`${driver}/status`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isReady) return
    if (Date.now() > deadline) throw new Error('The driver of WebKit did not answer')
    await pause(50)
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}
