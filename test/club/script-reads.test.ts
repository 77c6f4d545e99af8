import t from 'tap'
import { createScriptReads } from '../../src/club/script-reads.ts'
import type { Answer } from '../../src/upstream/types.ts'
import { jobData } from '../support/club/club-app.ts'

const answer = (id: string, role: string, more: Partial<Answer> = {}) =>
  ({
    status: 200,
    headers: {},
    body: Buffer.from(bodyOf(jobData(id, { role, ...more }))),
    ...more,
  }) as Answer

let answered = 0

/** Each answer of the service has a request id of its own and signs its links anew. */
function bodyOf(data: object): string {
  answered += 1
  const clip = `http://store.test/a.mp4?X-Amz-Signature=${answered}`
  const meta = { request_id: `r${answered}`, timestamp: new Date(answered).toISOString() }
  return JSON.stringify({ ok: true, data: { ...data, clip }, meta })
}

function scriptReads() {
  const read: string[] = []
  let now = 0
  const reads = createScriptReads(
    (job, who) => void read.push(`${job.id} ${job.role} ${who}`),
    () => now,
  )
  return {
    reads,
    async readAfter(ms: number) {
      now += ms
      await reads.work()
      return read.splice(0)
    },
  }
}

t.test('of many answers of a job the newest is read, and none before its time', async (t) => {
  const { reads, readAfter } = scriptReads()
  reads.saw('j', answer('j', 'one'), 'anna')
  reads.saw('j', answer('j', 'two'), null)
  t.strictSame(await readAfter(0), ['j two anna'])
  reads.saw('j', answer('j', 'three'), null)
  t.strictSame(await readAfter(100), [])
  reads.saw('j', answer('j', 'four'), null)
  reads.saw('k', answer('k', 'one'), 'ben')
  t.strictSame(await readAfter(100), ['k one ben'])
  t.strictSame(await readAfter(2_000), ['j four null'], 'though nobody asks any more')
  t.strictSame(await readAfter(2_000), [])
})

t.test('what is older than a change is not read', async (t) => {
  const { reads, readAfter } = scriptReads()
  reads.saw('j', answer('j', 'one'), null)
  reads.drop('j')
  reads.drop('unheard-of')
  t.strictSame(await readAfter(2_000), [])
  reads.saw('j', answer('j', 'two'), null)
  t.strictSame(await readAfter(0), ['j two null'])
})

t.test('what waits is bounded in bytes, and read a few at a time', async (t) => {
  const { reads, readAfter } = scriptReads()
  const large = (id: string) => answer(id, 'x'.repeat(400_000))
  const ids = Array.from({ length: 40 }, (_, i) => `j${i}`)
  for (const id of ids) reads.saw(id, large(id), null)
  reads.saw('j0', large('j0'), null)
  const first = await readAfter(0)
  t.equal(first.length, 20)
  const second = await readAfter(0)
  t.ok(second.length < 20, 'some were left out')
  for (const id of ids) reads.saw(`k${id}`, large(`k${id}`), null)
  t.equal((await readAfter(0)).length, 20, 'and the place is free again')
  reads.saw('m', answer('m', 'x'.repeat(600_000)), null)
  reads.saw('z', answer('z', 'one', { headers: { 'content-encoding': 'gzip' } }), null)
  reads.saw('e', answer('e', 'one', { status: 404 }), null)
  const rest = [...(await readAfter(0)), ...(await readAfter(0))]
  t.notOk(rest.some((one) => /^[mze] /.test(one)))
})

t.test('what is newer than a copy that waits for its turn is not overwritten by it', async (t) => {
  const read: string[] = []
  const reads = createScriptReads(
    (job) => {
      read.push(job.id)
      // A page has read the next one meanwhile.
      reads.drop('k')
    },
    () => 0,
  )
  reads.saw('j', answer('j', 'one'), null)
  reads.saw('k', answer('k', 'one'), null)
  await reads.work()
  t.strictSame(read, ['j'])
})

t.test('what waits is bounded in number, and an empty answer is none', async (t) => {
  const { reads, readAfter } = scriptReads()
  reads.saw('empty', { ...answer('x', 'one'), body: Buffer.alloc(0) } as Answer, null)
  for (let i = 0; i < 1_100; i += 1) reads.saw(`j${i}`, answer(`j${i}`, 'one'), null)
  let all: string[] = []
  for (let turn = 0; turn < 60; turn += 1) all = all.concat(await readAfter(0))
  t.equal(all.length, 1_000)
})

t.test('an answer that says the same again is read once a minute', async (t) => {
  const { reads, readAfter } = scriptReads()
  const pollEachSecond = async (role: string, seconds: number) => {
    const read: number[] = []
    for (let second = 1; second <= seconds; second += 1) {
      reads.saw('j', answer('j', role), null)
      if ((await readAfter(1_000)).length > 0) read.push(second)
    }
    return read
  }
  t.strictSame(await pollEachSecond('one', 130), [1, 61, 121])
  t.strictSame(await pollEachSecond('two', 10), [1], 'another one at once')
  t.strictSame(await pollEachSecond('one', 10), [1])
  reads.drop('j')
  t.strictSame(await pollEachSecond('one', 10), [], 'also where a page has read the job meanwhile')
  reads.forget('j')
  t.strictSame(await pollEachSecond('one', 10), [1], 'the service knows it again')
})
