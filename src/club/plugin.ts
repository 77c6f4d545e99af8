import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { LRUCache } from 'lru-cache'
import { changesJob } from '../domain/club/deeds.ts'
import { ClubListOff } from '../errors/club.ts'
import { createCohorts } from './cohorts.ts'
import { createConnection } from './connection.ts'
import { createClubLinks } from './links.ts'
import { createListWatch, versionText } from './list-watch.ts'
import { createLooks } from './looks.ts'
import { createNotices } from './notices/notices.ts'
import { CLEAR_MS, CLUB_PACE, type ClubOptions } from './options.ts'
import { createRecorder } from './recorder.ts'
import { createReopened } from './reopened.ts'
import { createScriptReads } from './script-reads.ts'
import { hearOfJobs } from './service/hear.ts'
import { createPresence } from './service/presence.ts'
import { failureSharer } from './share-failures.ts'
import { sweeper } from './sweep.ts'
import type { Club, ClubStore } from './types.ts'
import { unsetClub } from './unset.ts'
import { nextWaiting } from './visits/next-waiting.ts'
import { createVisitWriter } from './visits/visit-writer.ts'
import { createVisitors } from './visits/visitors.ts'
import { createWriter } from './writer.ts'

/** Most entries that a job page shows. */
const MOST_ENTRIES = 200
const MOST_TRIED = 1_000
/**
 * A job of a cookie that is still not in the list is read again after this long, milliseconds: the service may have
 * been down.
 */
const TRIED_MS = 60_000

/**
 * The club's list of jobs: an index of what passed through here, never the truth (docs/decisions/club.md). Only reads
 * that show the list wait for it. The answer to a change waits a moment (`keepMs`).
 */
export const clubPlugin = fp<ClubOptions>(
  async (app, { database, webhooks, resultUrl, now, ...options }) => {
    if (database.kind === 'off') {
      if (webhooks !== null)
        app.log.warn('WEBHOOK_URLS is set, but DATABASE_URL is off: no end of an analysis is told')
      app.decorate('club', unsetClub())
      return
    }
    const { background } = app
    const pace = { ...CLUB_PACE, ...options.pace }
    const watch = createListWatch()
    const recorder = createRecorder(now, (jobId) => looks.want(jobId, 'news'))
    const connection = createConnection({
      database,
      background,
      log: app.log,
      onChange: () => background.run('news of the list', tellNews),
      told: { hooks: webhooks?.hooks.map(({ id }) => id) ?? [], resultUrl },
    })
    const notices = createNotices({
      ...{ webhooks, connection, background, log: app.log, now },
      ...{ resolve: options.resolve, timeoutMs: pace.noticeTimeoutMs },
    })
    const looks = createLooks(background, async (jobId) => {
      // Listeners to reads hear of this one too. Only the full form says which version has rated.
      await app.jobs.read(jobId, app.live.context(), 'full').catch(() => {})
    })
    const scriptReads = createScriptReads((job, who) => recorder.sawJob(job, who))
    const writer = createWriter({
      ...{ recorder, connection, log: app.log },
      wrote: watch.tell,
      keepMs: pace.keepMs,
    })
    const holder = randomUUID()
    const sweep = sweeper({ connection, recorder, looks, holder, now })
    const visitors = createVisitors(now)
    const leaving = new WeakMap<FastifyRequest, () => void>()
    const visits = createVisitWriter({
      ...{ visitors, connection, holder, now },
      wrote: watch.tell,
    })
    const links = createClubLinks(connection, now)
    const reopened = createReopened({ connection, recorder, looks })
    const presence = createPresence(app, now)
    const tried = new LRUCache<string, true>({ max: MOST_TRIED, ttl: TRIED_MS })

    async function tellNews() {
      if (!connection.isOpen) return watch.tell(null)
      watch.tell(await connection.use((store) => store.changes()).catch(() => null))
    }

    app.onRequestEnd((request) => leaving.get(request)?.())
    const heard = hearOfJobs(app, { recorder, scriptReads, looks })
    background.every('writing the list', pace.writeMs, async () => {
      await reopened.work()
      await scriptReads.work()
      looks.work()
      await writer.write()
    })
    background.every('visits of the list', pace.writeMs, visits.write)
    if (app.failures !== null && database.kind === 'postgres') {
      const share = failureSharer({ shared: app.failures, connection, holder, now })
      background.every('wrong credentials', pace.newsMs, share)
    }
    background.every('news of the list', pace.newsMs, async () => {
      watch.tellAway(presence.awaySince !== null)
      if (watch.watchers > 0) await tellNews()
    })
    background.every('presence of the service', pace.presenceMs, () =>
      presence.turn(watch.watchers),
    )
    background.every('sweep of the list', pace.sweepMs, async () => {
      if (app.upstream.configured && !app.upstream.paused) await sweep()
    })
    if (webhooks !== null) background.every('notices', pace.noticesMs, notices.send)
    background.every('old notices', CLEAR_MS, notices.clear)
    background.every('openings of links', pace.openingsMs, links.write)
    // The store is opened before the app listens, so that the first visitor finds the list.
    app.addHook('onReady', async () => connection.open())
    app.addHook('preClose', async () => looks.end())
    app.addHook('onClose', async () => {
      await writer.write()
      await links.write()
      await visits.end()
      await notices.close()
      await connection.close()
    })

    app.decorate('club', {
      get standing() {
        return connection.isOpen ? 'open' : 'away'
      },
      watch,
      list: (query, reader) =>
        connection.use(async (store) => {
          // The version is read before the page: a change between the two is told twice and not missed.
          const { awaySince } = presence
          const version = versionText(await store.changes(), awaySince !== null)
          // A script is not told whether the service is there.
          if (reader === 'page') presence.wanted()
          const page = await store.list(query)
          const ids = page.items.map(({ jobId }) => jobId)
          return { version, awaySince, page, visits: await store.visitsOf(ids, now()) }
        }),
      async missing(jobIds) {
        const untried = jobIds.filter((id) => !tried.has(id))
        if (untried.length === 0) return []
        const settled = await connection.use(async (store) => [
          ...(await store.known(untried)),
          ...(await store.takenOff(untried)),
        ])
        for (const id of untried) tried.set(id, true)
        return untried.filter((id) => !settled.includes(id))
      },
      nextWaiting: (after, visitor) =>
        connection.use((store) => nextWaiting(store, visitors, { after, visitor, now: now() })),
      opened: (jobId) => reopened.want(jobId, now()),
      came: visitors.came,
      stays(jobId, stream) {
        if (!stream.ending.aborted) leaving.set(stream, visitors.stays(jobId, stream.visitor()))
      },
      history: (jobId) => connection.use((store) => store.history(jobId, MOST_ENTRIES)),
      notes: (jobId) => connection.use((store) => store.notes(jobId, MOST_ENTRIES)),
      addNote: (note) =>
        connection.use((store) => store.addNote({ ...note, id: randomUUID(), at: now() })),
      cohort: createCohorts(connection),
      knows: async (jobId) => (await connection.use((store) => store.known([jobId]))).has(jobId),
      async forget(jobId) {
        await connection.use((store) => store.forget(jobId))
        await tellNews()
      },
      deleteNote: (jobId, id) => connection.use((store) => store.deleteNote(jobId, id)),
      async takeOff(jobId) {
        const was = await connection.use((store) => store.takeOff(jobId, now()))
        await tellNews()
        return was
      },
      sizes: () => connection.use((store) => store.sizes()),
      did({ jobId, action, who, fromStatus = recorder.statusOf(jobId) }) {
        recorder.did({ id: randomUUID(), jobId, action, who, fromStatus, at: now() })
        if (changesJob(action)) heard.changed(jobId)
        return writer.writeSoon()
      },
      async claim(name, ms) {
        const lease = (store: ClubStore) => store.takeLease(name, holder, now(), now() + ms)
        return connection.use(lease).catch((error: unknown) => {
          if (error instanceof ClubListOff) return true
          throw error
        })
      },
      saw: heard.saw,
      links,
      write: writer.write,
      notices,
    } satisfies Club)
  },
  { name: 'club', dependencies: ['jobs', 'live', 'background'] },
)
