import t from 'tap'
import { startNotices as start } from '../../support/club/notices-app.ts'

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
