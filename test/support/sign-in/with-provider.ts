import type { Test } from 'tap'
import { type App, startApp } from '../app.ts'
import { startUpstream } from '../service/upstream-server.ts'
import { newBrowser } from './person.ts'
import { settingsFor, startProvider } from './provider.ts'

const ROLES = { ADMINISTRATOR_GROUPS: 'admins', ANALYST_GROUPS: 'scouts' }

/** Touchline before a real provider that knows anna, who acts, and vera, who looks; its clock can be put on. */
export async function withProvider(
  t: Test,
  env: Record<string, string> = {},
  options: Parameters<typeof startProvider>[1] = {},
) {
  const people = {
    anna: { groups: ['all', 'scouts'] },
    vera: { groups: ['all'] },
    ...options.people,
  }
  const provider = await startProvider(t, { ...options, people })
  const upstream = await startUpstream(t)
  let now = Date.now()
  const start = (more: Record<string, string> = {}): Promise<App> =>
    startApp(
      t,
      { API_BASE_URL: upstream.url, ...settingsFor(provider.issuer), ...ROLES, ...env, ...more },
      { now: () => now },
    )
  let app = await start()
  return {
    provider,
    upstream,
    start,
    get app() {
      return app
    },
    /** Another process takes the place of the first. */
    restart: async (more: Record<string, string> = {}) => {
      app = await start(more)
    },
    later: (ms: number) => {
      now += ms
    },
    browser: () => newBrowser(() => app.port),
  }
}

/** Where the provider leads back to, not yet followed. */
export async function cameBack(anna: ReturnType<typeof newBrowser>, path: string): Promise<URL> {
  let shown = await anna.ask(path)
  while (shown.headers['location'] !== undefined) {
    const next = new URL(String(shown.headers['location']), shown.url)
    if (next.pathname === '/sign-in/back') return next
    shown = await anna.ask(next)
  }
  throw new Error(`not led back, but to ${shown.url}`)
}
