// One file: pictures are lost in several ways, and each time the steps of the same waiting job are read.

import { once } from 'node:events'
import type { Socket } from 'node:net'
import t from 'tap'
import { asRecord } from '../../../src/domain/text/reading.ts'
import { actsOn, stepOf, textOf } from '../../support/browser/page-text.ts'
import { PICTURE, rendering, startFakedService } from '../../support/service/faked-service.ts'
import { answer, JPEG } from '../../support/service/image-store.ts'
import { recordedState } from '../../support/service/recorded-app.ts'

const WAITING = recordedState('waiting-for-target').job
const imagesOn = (html: string) =>
  new Set(
    [...html.matchAll(/(?:src|href)="([^"]*frame-proxy[^"]*)"/g)].map(([, url]) =>
      url!.replaceAll('&amp;', '&'),
    ),
  )

t.test(
  'pictures that are gone are said beside the choice, and no target is set blind',
  async (t) => {
    t.equal(rendering('frame-images-gone-from-the-store').answer.image_status, 404)
    const app = await startFakedService(t, { job: WAITING, pictures: 'gone' })
    const first = await app.ask(`/jobs/${app.id}`)
    t.equal(first.status, 200)
    const fields = [
      ...stepOf(first.text, 'target').matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g),
    ]
    const form = Object.fromEntries(fields.map(([, name, value]) => [name!, value!]))
    t.ok(form['frame_key'], 'nobody has looked yet')
    for (const image of imagesOn(first.text)) t.equal((await app.ask(image)).status, 502)

    const blind = await app.send('target', form)
    t.equal(blind.status, 400)
    t.match(textOf(blind.text), /picture of this frame could not be loaded/)
    t.same(app.sent(), [])

    const page = await app.ask(`/jobs/${app.id}`)
    t.equal(page.status, 200)
    t.match(textOf(stepOf(page.text, 'frames')), /The pictures of all frames could not be loaded/)
    t.match(textOf(stepOf(page.text, 'player')), /Choose only a player whom you can see/)
    t.match(textOf(stepOf(page.text, 'target')), /a target cannot be confirmed/)
    t.notMatch(stepOf(page.text, 'target'), /Confirm target/)
    const frame = await app.ask(`/jobs/${app.id}/frames/1`)
    t.equal(frame.status, 200)
    t.match(textOf(frame.text), /picture of this frame could not be loaded, so no box can be set/)
    t.notOk(actsOn(frame.text).includes('target'))
  },
)

t.test('a picture that comes back may be chosen on again', async (t) => {
  const app = await startFakedService(t, { job: WAITING, pictures: 'gone' })
  const images = imagesOn((await app.ask(`/jobs/${app.id}`)).text)
  for (const image of images) t.equal((await app.ask(image)).status, 502)
  for (const { signed_url } of app.faked.job['preview_frames'] as { signed_url: string }[]) {
    app.store.on(new URL(signed_url).pathname, PICTURE)
  }
  const still = await app.ask(`/jobs/${app.id}`)
  t.equal(still.status, 200)
  t.notMatch(still.text, /Confirm target/)
  for (const image of imagesOn(still.text)) t.equal((await app.ask(image)).status, 200)
  const page = await app.ask(`/jobs/${app.id}`)
  t.equal(page.status, 200)
  t.match(stepOf(page.text, 'target'), /Confirm target/)
})

t.test('where the setting does not list the store, no target is set blind either', async (t) => {
  const elsewhere = JSON.parse(
    JSON.stringify(WAITING).replaceAll(/http:\/\/[^/"]*\/fnh/g, 'http://other.test/fnh'),
  )
  const app = await startFakedService(t, { job: elsewhere })
  const page = await app.ask(`/jobs/${app.id}`)
  t.equal(page.status, 200)
  t.match(
    textOf(stepOf(page.text, 'frames')),
    /http:\/\/other\.test , which the setting FRAME_SOURCES does not list/,
  )
  t.notMatch(page.text, /Confirm target/)
  t.ok(asRecord(elsewhere)['preview_frames'])
})

t.test(
  'a store that is slow to answer once is not held to have lost its pictures for long',
  async (t) => {
    let now = Date.parse('2026-08-01T00:00:00Z')
    const app = await startFakedService(t, { job: WAITING }, { now: () => now })
    const images = imagesOn((await app.ask(`/jobs/${app.id}`)).text)
    for (const { signed_url } of app.faked.job['preview_frames'] as { signed_url: string }[]) {
      app.store.on(new URL(signed_url).pathname, (socket) => socket.destroy())
    }
    for (const image of images) t.equal((await app.ask(image)).status, 502)
    t.notMatch((await app.ask(`/jobs/${app.id}`)).text, /Confirm target/)
    now += 31_000
    t.match((await app.ask(`/jobs/${app.id}`)).text, /Confirm target/)
  },
)

t.test('one lost picture leaves the others to choose from', async (t) => {
  const app = await startFakedService(t, { job: WAITING })
  const first = (await app.ask(`/jobs/${app.id}`)).text
  const [image] = imagesOn(stepOf(first, 'target'))
  const path = new URL(new URL(image!, app.origin).searchParams.get('url')!).pathname
  app.store.on(path, (socket) => socket.destroy())
  t.equal((await app.ask(image!)).status, 502)
  const page = await app.ask(`/jobs/${app.id}`)
  t.equal(page.status, 200)
  t.match(textOf(stepOf(page.text, 'frames')), /The pictures of 1 frame could not be loaded/)
  const target = stepOf(page.text, 'target')
  t.match(target, /Confirm target/)
  t.notOk(target.includes(encodeURIComponent(path)), 'on another frame')
})

t.test('a client that leaves while a large picture comes says nothing of the store', async (t) => {
  const app = await startFakedService(t, { job: WAITING })
  const first = await app.ask(`/jobs/${app.id}`)
  t.equal(first.status, 200)
  const [image] = imagesOn(stepOf(first.text, 'target'))
  const path = new URL(new URL(image!, app.origin).searchParams.get('url')!).pathname
  // Larger than is kept: it is fetched once to see that, and then again for the one who asks.
  const large = answer(200, {}, Buffer.concat([JPEG, Buffer.alloc(5_000_000)]))
  const asked = Promise.withResolvers<Socket>()
  let fetches = 0
  app.store.on(path, (socket, head) => {
    fetches += 1
    if (fetches === 1) large(socket, head)
    else asked.resolve(socket)
  })
  const client = new AbortController()
  const request = fetch(new URL(image!, app.origin), { signal: client.signal })
  const store = await asked.promise
  const closed = once(store, 'close')
  client.abort()
  await t.rejects(request)
  await closed

  const page = await app.ask(`/jobs/${app.id}`)
  t.equal(page.status, 200)
  t.notMatch(textOf(page.text), /could not be loaded\. The image store/)
  t.equal(stepOf(page.text, 'target'), stepOf(first.text, 'target'))
})

for (const status of [429, 500, 503]) {
  t.test(`a store that answers ${status} once has lost nothing for long`, async (t) => {
    let now = Date.parse('2026-08-01T00:00:00Z')
    const app = await startFakedService(t, { job: WAITING }, { now: () => now })
    const images = imagesOn((await app.ask(`/jobs/${app.id}`)).text)
    for (const { signed_url } of app.faked.job['preview_frames'] as { signed_url: string }[]) {
      app.store.on(new URL(signed_url).pathname, answer(status, {}, '<Code>SlowDown</Code>'))
    }
    for (const image of images) {
      const refused = await app.ask(image)
      t.equal(refused.status, 502)
      t.equal(JSON.parse(refused.text).error.code, 'FRAME_STORE_FAILED')
    }
    const away = await app.ask(`/jobs/${app.id}`)
    t.equal(away.status, 200)
    t.notMatch(away.text, /Confirm target/)
    now += 31_000
    const back = await app.ask(`/jobs/${app.id}`)
    t.equal(back.status, 200)
    t.match(back.text, /Confirm target/)
  })
}

/** The waiting job with the pictures at these places in a store that is not listed. */
const withSomeElsewhere = (isElsewhere: (n: number) => boolean) => ({
  ...WAITING,
  preview_frames: (asRecord(WAITING)['preview_frames'] as { signed_url: string }[]).map(
    (frame, n) => ({
      ...frame,
      signed_url: isElsewhere(n)
        ? frame.signed_url.replace(/^http:\/\/[^/]*/, 'http://other.test')
        : frame.signed_url,
    }),
  ),
})

t.test('one picture at a place that is not listed takes no other with it', async (t) => {
  const app = await startFakedService(t, { job: withSomeElsewhere((n) => n === 0) })
  const page = await app.ask(`/jobs/${app.id}`)
  t.equal(page.status, 200)
  t.match(
    textOf(stepOf(page.text, 'frames')),
    /The pictures of 1 frame cannot be shown\. They come from http:\/\/other\.test ?, which/,
  )
  t.match(stepOf(page.text, 'target'), /Confirm target/)
  for (const [n, isSeen] of [
    [1, false],
    [2, true],
  ] as const) {
    const frame = await app.ask(`/jobs/${app.id}/frames/${n}`)
    t.equal(frame.status, 200)
    t.equal(actsOn(frame.text).includes('target'), isSeen, `frame ${n}`)
    t.equal(/is at http:\/\/other\.test, which the setting/.test(textOf(frame.text)), !isSeen)
  }
})

t.test('where only the first picture is at a listed place, the others are told', async (t) => {
  const job = withSomeElsewhere((n) => n > 0)
  const app = await startFakedService(t, { job })
  const page = await app.ask(`/jobs/${app.id}`)
  t.equal(page.status, 200)
  t.match(
    textOf(stepOf(page.text, 'frames')),
    `The pictures of ${job.preview_frames.length - 1} frames cannot be shown.`,
  )
  const frame = await app.ask(`/jobs/${app.id}/frames/2`)
  t.equal(frame.status, 200)
  t.notOk(actsOn(frame.text).includes('target'))
})
