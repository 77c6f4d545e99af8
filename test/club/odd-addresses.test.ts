import t from 'tap'
import { jobData, startClub } from '../support/club/club-app.ts'
import { startPostgres } from '../support/club/postgres-server.ts'
import { POSTGRES, withoutPart } from '../support/parts/parts.ts'

t.test(
  'what PostgreSQL does not take in a text is no error of a page',
  { skip: withoutPart(POSTGRES) },
  async (t) => {
    const server = await startPostgres(t)
    const club = await startClub(t, { DATABASE_URL: await server.database() })
    club.jobs.set('j1', jobData('j1'))
    await club.page('/jobs/j1')
    await club.listed((items) => items.length === 1)
    for (const odd of ['%00', 'j1%00', `j${'1'.repeat(64)}`, '%ED%A0%80']) {
      const next = await club.page(`/club/next?after=${odd}`)
      t.equal(next.status, 303, odd)
      t.equal(next.headers['location'], '/jobs/j1', odd)
      for (const name of ['q', 'cursor', 'state', 'seen']) {
        t.equal((await club.page(`/?${name}=${odd}`)).status, 200, `${name} ${odd}`)
      }
      const status = (await club.ask(`/api/club/jobs?q=${odd}`)).status
      t.ok(status < 500, `q ${odd}: ${status}`)
      t.equal((await club.ask(`/api/club/jobs?cursor=0.1.${odd}`)).status < 500, true, odd)
    }
    t.notMatch(club.logs.join('\n'), /request failed|list is off/)
    await club.close()
  },
)
