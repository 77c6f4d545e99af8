import { gzipSync } from 'node:zlib'
import t from 'tap'
import { FRAMES, startFramesApp } from '../support/frames-app.ts'
import { JPEG, startImageStore } from '../support/service/image-store.ts'

/** An answer whose coding is written as it is, once for each line. */
const coded = (lines: readonly string[], body: Buffer) =>
  Buffer.concat([
    Buffer.from(
      `HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n${lines.map((coding) => `Content-Encoding:${coding}\r\n`).join('')}Content-Length: ${body.length}\r\n\r\n`,
    ),
    body,
  ])

t.test(
  'words that name no coding are read over, as stores like S3 keep one of the upload',
  async (t) => {
    const store = await startImageStore(t)
    const { get } = await startFramesApp(t, store)
    for (const lines of [
      [],
      [' aws-chunked'],
      [' AWS-Chunked'],
      [''],
      [' Identity'],
      [' identity , aws-chunked'],
      [' aws-chunked,'],
      ['', ' identity'],
    ]) {
      store.on('/frames/a.jpg', (socket) => socket.write(coded(lines, JPEG)))
      const { statusCode, headers, body } = await get(`${FRAMES}/a.jpg`)
      t.equal(statusCode, 200, lines.join())
      t.equal(headers['content-type'], 'image/jpeg')
      t.notOk(headers['content-encoding'])
      t.ok(Buffer.from(await body.arrayBuffer()).equals(JPEG))
    }
  },
)

t.test('an image that is coded is refused, alone or beside such a word', async (t) => {
  const store = await startImageStore(t)
  const { get } = await startFramesApp(t, store)
  for (const lines of [
    [' gzip'],
    [' GZIP'],
    [' aws-chunked,gzip'],
    [' gzip, identity'],
    [' aws-chunked', ' br'],
    [' x'],
    [' aws chunked'],
  ]) {
    for (const body of [gzipSync(JPEG), JPEG]) {
      store.on('/frames/a.jpg', (socket) => socket.write(coded(lines, body)))
      const answer = await get(`${FRAMES}/a.jpg`)
      t.equal(answer.statusCode, 502, lines.join())
      t.match(await answer.body.json(), { error: { code: 'FRAME_NOT_AN_IMAGE' } })
    }
  }
})
