import t from 'tap'
import { readVideo } from '../../../src/domain/job/video.ts'
import { asRecord } from '../../../src/domain/text/reading.ts'
import { recordings } from '../../support/service/recordings.ts'

const SIGN =
  'X-Amz-Algorithm=AWS4&X-Amz-Credential=KEY%2F20261122%2Fr%2Fs3%2Faws4_request&X-Amz-Signature=5e'
const frame = (signed_url: unknown, bucket = 'fnh', key = 'jobs/1/f.jpg') => ({
  bucket,
  key,
  signed_url,
})
const PATH_STYLE = [frame(`http://store.test:9000/fnh/jobs/1/f.jpg?${SIGN}`)]

t.test('every recorded job tells its video: as it was given, or by bucket and key', async (t) => {
  const found = new Map<string, number>()
  for (const { name, request, response } of recordings()) {
    const data = asRecord(asRecord(response.body)['data'])
    if (request.method !== 'GET' || data['video_url'] === undefined) continue
    const video = readVideo(data['video_url'], data['preview_frames'])
    found.set(video?.kind ?? 'none', (found.get(video?.kind ?? 'none') ?? 0) + 1)
    if (video?.kind === 'address') t.equal(video.url, data['video_url'], name)
    if (video?.kind === 'object') {
      const key = `jobs/${data['job_id']}/input.mp4`
      t.strictSame(video, { kind: 'object', bucket: 'fnh', key }, name)
    }
  }
  t.ok((found.get('address') ?? 0) > 10 && (found.get('object') ?? 0) > 0)
  t.equal(found.get('none'), undefined)
})

t.test('a match of the archive is named by its id', async (t) => {
  const id = '11111111-1111-4111-8111-111111111111'
  t.strictSame(readVideo(`lgi://match/${id}`, []), { kind: 'match', matchId: id })
  for (const odd of [`lgi://match/${id}/x`, 'lgi://match/', `lgi://player/${id}`]) {
    t.equal(readVideo(odd, []), null, odd)
  }
})

t.test('an address that nobody signed is told as it is', async (t) => {
  for (const url of [
    'https://v.test/a.mp4',
    'HTTP://v.test/a?quality=hd&token=abc',
    'http://v.test/a/../b',
  ]) {
    t.strictSame(readVideo(url, []), { kind: 'address', url })
  }
})

t.test(
  'bucket and key of a signed address are told by a frame that the same key signed',
  async (t) => {
    for (const [video, frames, object] of [
      [`http://store.test:9000/vids/a/b%20c%2B.mp4?${SIGN}`, PATH_STYLE, ['vids', 'a/b c+.mp4']],
      [
        `https://gate.test/s3/vids/a.mp4?${SIGN}`,
        [frame(`https://gate.test/s3/fnh/jobs/1/f.jpg?${SIGN}`)],
        ['vids', 'a.mp4'],
      ],
      [
        `https://vids.s3.test/up/a.mp4?${SIGN}`,
        [frame(`https://fnh.s3.test/jobs/1/f.jpg?${SIGN}`)],
        ['vids', 'up/a.mp4'],
      ],
      [
        'http://s.test/v/a.mp4?AWSAccessKeyId=K&Signature=x&Expires=9',
        ['jobs/1/old.jpg', frame('http://s.test/fnh/jobs/1/f.jpg?AWSAccessKeyId=K&Signature=y')],
        ['v', 'a.mp4'],
      ],
    ] as const) {
      const [bucket, key] = object
      t.strictSame(readVideo(video, frames), { kind: 'object', bucket, key }, video)
    }
  },
)

t.test('a signed address whose bucket and key cannot be told surely names no video', async (t) => {
  for (const [why, video, frames] of [
    ['no frame', `http://store.test:9000/fnh/a.mp4?${SIGN}`, []],
    ['another store', `http://other.test/fnh/a.mp4?${SIGN}`, PATH_STYLE],
    ['another scheme', `https://store.test:9000/fnh/a.mp4?${SIGN}`, PATH_STYLE],
    ['another key', `http://store.test:9000/fnh/a.mp4?${SIGN.replace('=KEY', '=YEK')}`, PATH_STYLE],
    ['nobody named', 'http://store.test:9000/fnh/a.mp4?sig=abc&se=2026', PATH_STYLE],
    ['no key of an object', `http://store.test:9000/fnh?${SIGN}`, PATH_STYLE],
    ['a path that a parser changes', `http://store.test:9000/fnh/a/../b?${SIGN}`, PATH_STYLE],
    ['broken encoding', `http://store.test:9000/fnh/a%ff?${SIGN}`, PATH_STYLE],
    ['user and password', `http://u:p@store.test:9000/fnh/a?${SIGN}`, PATH_STYLE],
    [
      'frames elsewhere',
      `http://store.test:9000/fnh/a?${SIGN}`,
      [frame(`http://store.test:9000/x?${SIGN}`)],
    ],
    [
      'unsigned frames',
      `http://store.test:9000/fnh/a?${SIGN}`,
      [frame('http://store.test:9000/fnh/jobs/1/f.jpg')],
    ],
  ] as const) {
    t.equal(readVideo(video, frames), null, why)
  }
})

t.test('what is no address of a video names none', async (t) => {
  for (const odd of [
    null,
    5,
    '',
    'uploads/a.mp4',
    'ftp://v.test/a',
    'http://',
    `http://v.test/${'a'.repeat(9_000)}`,
  ]) {
    t.equal(readVideo(odd, 'no list'), null)
  }
})
