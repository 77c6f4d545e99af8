import t from 'tap'
import { openStore } from '../../src/club/store/open.ts'
import { KINDS } from '../support/club/kinds.ts'
import { POSTGRES, withoutPart } from '../support/parts/parts.ts'

const MINUTE_MS = 60_000

for (const [name, prepare] of KINDS) {
  const skip = name === 'PostgreSQL' && withoutPart(POSTGRES)
  t.test(`${name}: wrong credentials leave when they count no more`, { skip }, async (t) => {
    const database = await prepare(t)
    const { store } = await openStore(await database(), () => {})
    t.teardown(() => store.close())
    const clientsAt = async (now: number) =>
      (await store.failuresOfOthers('other', now)).map(({ client }) => client).sort()
    await store.saveFailures(
      'ended',
      [
        { client: 'first', failures: 9, endsAt: MINUTE_MS },
        { client: 'second', failures: 9, endsAt: MINUTE_MS + 1 },
        { client: 'of a clock that is a day ahead', failures: 9, endsAt: 24 * 60 * MINUTE_MS },
      ],
      0,
    )
    t.strictSame(await clientsAt(0), ['first', 'second'], 'no clock locks anybody out for a day')
    await store.tidy(MINUTE_MS)
    t.strictSame(await clientsAt(0), ['second'], 'whoever wrote them need not be there any more')
    t.strictSame(await clientsAt(24 * 60 * MINUTE_MS - 1), [], 'nor what that clock wrote')
  })
}
