import type { ServerResponse } from 'node:http'
import t from 'tap'
import { startNotices as start } from '../../support/club/notices-app.ts'
import { startPostgres } from '../../support/club/postgres-server.ts'
import { POSTGRES, withoutPart } from '../../support/parts/parts.ts'

t.test('an answer that never ends holds its place, and counts by its status', async (t) => {
  const { receiver, end, until, counts } = await start(t, {}, { noticeTimeoutMs: 300 })
  let open = 0
  let most = 0
  receiver.answer = () => (response) => {
    open += 1
    most = Math.max(most, open)
    response.socket?.once('end', () => {
      open -= 1
    })
    response.writeHead(200).write('a drop')
  }
  for (let i = 0; i < 6; i += 1) await end(`j${i}`)
  await until(({ delivered }) => delivered === 6)
  t.equal(most, 2)
  t.equal(receiver.got.length, 6)
  t.strictSame(await counts(), { waiting: 0, delivered: 6, dead: 0 })
})

t.test(
  'tries that end in the same moment leave room for as many, not for more',
  { skip: withoutPart(POSTGRES) },
  async (t) => {
    const server = await startPostgres(t)
    const { receiver, end, until, counts } = await start(t, {
      DATABASE_URL: await server.database(),
    })
    const held: ServerResponse[] = []
    let due = Number.POSITIVE_INFINITY
    let most = 0
    const answerAll = async () => {
      // Whatever was begun beside these has come before the database has answered so often.
      for (let i = 0; i < 5; i += 1) await counts()
      for (const response of held.splice(0)) response.writeHead(204).end()
    }
    receiver.answer = () => (response) => {
      held.push(response)
      most = Math.max(most, held.length)
      if (due === Number.POSITIVE_INFINITY) return
      if (held.length === 2 || receiver.got.length === due) answerAll().catch(t.fail)
    }
    // An end that was written together with its beginning is not told.
    for (let i = 0; (await counts()).waiting < 12; i += 1) await end(`j${i}`)
    await receiver.tries(2)
    due = (await counts()).waiting
    await answerAll()
    await until(({ delivered }) => delivered === due)
    t.equal(most, 2)
    t.equal(receiver.got.length, due)
  },
)
