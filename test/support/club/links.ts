import type { App } from '../app.ts'
import { startClub } from './club-app.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' }

/** A job of `startClub` that was rated. */
export const rated = (id: string, more: Record<string, unknown> = {}) => ({
  job_id: id,
  id,
  status: 'COMPLETED',
  role: 'Winger',
  category: 'U17',
  target: { player: { player_name: 'L. Okafor', team_name: 'North End', shirt_number: 9 } },
  result: { match_rating_10: 7.6, radar: { positioning: 88, passing: 61, pressing: 54 } },
  updated_at: '2026-08-01T00:00:00Z',
  created_at: '2026-07-31T00:00:00Z',
  ...more,
})

/** Touchline with two rated jobs, and a clock that a test moves. */
export async function withResults(
  t: Parameters<typeof startClub>[0],
  env: Record<string, string> = {},
) {
  const clock = { ms: Date.now() }
  const club = await startClub(t, env, () => clock.ms)
  club.jobs.set('j1', rated('j1'))
  club.jobs.set(
    'j2',
    rated('j2', {
      target: { player: { player_name: 'A. Petrova', team_name: 'South End', shirt_number: 6 } },
    }),
  )
  return { ...club, clock }
}

/** Presses "Make a link for the coach", as a form of a page does. `path` is the link's own, if one was made. */
export async function pressLink(
  { ask, origin }: Pick<App, 'ask' | 'origin'>,
  fields: [string, string][],
  headers: Record<string, string> = {},
) {
  const answer = await ask('/club/links', {
    method: 'POST',
    headers: { ...FORM, origin, ...headers },
    body: new URLSearchParams(fields).toString(),
  })
  const address = /id="link-address">([^<]*)</.exec(answer.text)?.[1] ?? ''
  return { ...answer, address, path: address.replace(/^https?:\/\/[^/]*/, '') }
}

export const ofResult = (jobId: string, days = '14'): [string, string][] => [
  ['kind', 'result'],
  ['job', jobId],
  ['days', days],
]

export const ofComparison = (...jobs: string[]): [string, string][] => [
  ['kind', 'comparison'],
  ...jobs.map((id): [string, string] => ['job', id]),
  ['days', '14'],
]

/** Presses a button of a page that has the address of its form and nothing else. */
export const pressForm = (
  { ask, origin }: Pick<App, 'ask' | 'origin'>,
  path: string,
  headers: Record<string, string> = {},
  body = '',
) => ask(path, { method: 'POST', headers: { ...FORM, origin, ...headers }, body })

/** The addresses of the forms that revoke, on a page. */
export const revokeForms = (html: string) =>
  [...html.matchAll(/action="([^"]*\/club\/links\/[^"]*\/revoke)"/g)].map(([, path]) => path ?? '')
