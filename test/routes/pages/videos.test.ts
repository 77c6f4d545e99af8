import t, { type Test } from 'tap'
import { startApp } from '../../support/app.ts'
import { json, startUpstream } from '../../support/service/upstream-server.ts'

// A job may name any address: Touchline leads only to those that FRAME_SOURCES lists.

const SOURCE = 'http://store.example.test/fnh'
const SIGNED = '?X-Amz-Signature=s3cr3t&X-Amz-Expires=3600'

async function start(t: Test, video: string | null, clip: string | null = video) {
  const job = {
    job_id: 'j1',
    status: 'COMPLETED',
    result: { match_rating_10: 7 },
    assets: {
      inputVideoUrl: video,
      clips: [{ label: 'TARGET', url: clip, startSec: 1, endSec: 2 }],
    },
  }
  const upstream = await startUpstream(t, json({ ok: true, data: job }))
  const { ask } = await startApp(t, {
    API_BASE_URL: upstream.url,
    FRAME_SOURCES: `${SOURCE}/,https://videos.example.test`,
  })
  return (path: string, accept = 'text/html') => ask(path, { headers: { accept } })
}

const PATHS = ['/jobs/j1/video', '/jobs/j1/clips/0']

t.test('a listed address is led to as it is signed', async (t) => {
  for (const address of [
    `${SOURCE}/match.mp4${SIGNED}`,
    `https://videos.example.test/a%20b.mp4?key=frames%2Fa`,
    `${SOURCE}/match.mp4?${'X-Amz-Security-Token='.padEnd(7_000, 'a')}`,
  ]) {
    const get = await start(t, address)
    for (const path of PATHS) {
      const { status, headers } = await get(path)
      t.equal(status, 302, path)
      t.equal(headers['location'], address)
      t.equal(headers['cache-control'], 'no-store')
    }
  }
})

t.test('no other is: the page says where it is and names the setting', async (t) => {
  for (const [address, origin] of [
    [`https://evil.example.test/match.mp4${SIGNED}`, 'https://evil.example.test'],
    [`http://store.example.test/other/match.mp4${SIGNED}`, 'http://store.example.test'],
    [`http://store.example.test:8080/fnh/match.mp4${SIGNED}`, 'http://store.example.test:8080'],
  ] as const) {
    const get = await start(t, address)
    for (const path of PATHS) {
      const { status, headers, text } = await get(path)
      t.equal(status, 403, `${path} ${address}`)
      t.match(text, '<h1>Not allowed</h1>')
      t.match(text, `The video is at ${origin}, which the setting FRAME_SOURCES does not list`)
      t.match(text, 'ask an administrator')
      t.equal(headers['location'], undefined)
      t.notMatch(text, 's3cr3t')
    }
  }
})

t.test('what is no plain address is led to by nobody', async (t) => {
  for (const address of [
    'javascript:alert(1)',
    'data:text/html,x',
    'lgi://match/1',
    '//evil.example.test/a.mp4',
    'http://store.example.test@evil.example.test/fnh/a.mp4',
    `${SOURCE}/../a.mp4`,
    `${SOURCE}/%2e%2e/a.mp4`,
    `${SOURCE}/a.mp4\r\nSet-Cookie: a=b`,
    `${SOURCE}/${'a'.repeat(9_000)}`,
  ]) {
    const get = await start(t, address)
    for (const path of PATHS) {
      const { status, headers } = await get(path)
      t.equal(status, 404, address.slice(0, 60))
      t.equal(headers['location'], undefined)
    }
  }
})

t.test('a job without a video, or without that clip, has nothing there', async (t) => {
  const get = await start(t, null)
  for (const path of [...PATHS, '/jobs/j1/clips/7']) t.equal((await get(path)).status, 404, path)
})

t.test('pages that show clips say it too, and show none', async (t) => {
  const get = await start(t, `https://evil.example.test/match.mp4${SIGNED}`)
  for (const path of ['/jobs/j1/result', '/jobs/j1']) {
    const { status, text } = await get(path)
    t.equal(status, 200)
    t.match(text, /clips of this job cannot be shown.*https:\/\/evil\.example\.test.*FRAME_SOURCES/)
    t.notMatch(text, '<video')
  }
  const listed = await start(t, `${SOURCE}/match.mp4${SIGNED}`)
  t.match((await listed('/jobs/j1/result')).text, '<video')
})

t.test('each clip is judged by itself', async (t) => {
  const urls = [
    `${SOURCE}/a.mp4${SIGNED}`,
    'javascript:alert(1)',
    null,
    `https://evil.example.test/b.mp4${SIGNED}`,
  ]
  const job = {
    job_id: 'j1',
    status: 'COMPLETED',
    result: { match_rating_10: 7 },
    assets: {
      inputVideoUrl: null,
      clips: urls.map((url, n) => ({ label: `C${n}`, url, startSec: n, endSec: n + 1 })),
    },
  }
  const upstream = await startUpstream(t, json({ ok: true, data: job }))
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url, FRAME_SOURCES: `${SOURCE}/` })
  for (const path of ['/jobs/j1/result', '/jobs/j1']) {
    const { status, text } = await ask(path, { headers: { accept: 'text/html' } })
    t.equal(status, 200)
    t.match(text, /1 clip cannot be shown.*https:\/\/evil\.example\.test.*FRAME_SOURCES/)
    t.same(
      [...text.matchAll(/<video[^>]*src="([^"]*)"/g)].map(([, src]) => src),
      ['/jobs/j1/clips/0'],
    )
    t.equal(text.match(/no address of it that can be opened/g)?.length, 2)
    t.notMatch(text, /javascript:|s3cr3t/)
  }
})
