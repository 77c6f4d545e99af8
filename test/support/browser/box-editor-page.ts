import Fastify from 'fastify'
import sharp from 'sharp'
import type { Test } from 'tap'
import { fractionsForWire, type PixelBox, suggestedPixels } from '../../../src/domain/box/box.ts'
import { readPreview } from '../../../src/domain/box/preview.ts'
import type { Fields } from '../../../src/domain/forms/fields.ts'
import { boxOf } from '../../../src/domain/forms/frame-fields.ts'
import type { Frame } from '../../../src/domain/job/job.ts'
import { assetsPlugin } from '../../../src/http/assets/plugin.ts'
import { securityHeaders, securityPlugin } from '../../../src/http/security/plugin.ts'
import { viewsPlugin } from '../../../src/http/views.ts'
import { toBoxEditor } from '../../../src/view-models/frame/box-editor.ts'
import { SHEETS } from '../../../src/view-models/sheets.ts'

export const SIZE = { width: 1280, height: 720 }
/** Track 8 as the page shows it; its fractions are no round pixels. */
export const SUGGESTED: PixelBox = { left: 600.3, top: 300, width: 40, height: 96 }
const TRACK_8 = { x: 0.468999, y: 0.416667, w: 0.03125, h: 0.133333 }

/** What the editor needs of the sheet of its page. */
const SHEET = SHEETS.frame.filter((part) => /^(tokens|base|components|box-editor)\b/.test(part))

const FRAME: Frame = {
  n: 3,
  key: 'frames/0003.jpg',
  timeSec: 12.5,
  ...SIZE,
  image: null,
  tracks: [
    { id: 8, box: TRACK_8, tier: 'PRIMARY', score: 0.82 },
    { id: 3, box: { x: 0.25, y: 0.005, w: 0.03, h: 0.12 }, tier: 'SECONDARY', score: 0.4 },
  ],
}

/** The grounds that a player stands on. */
export const GROUNDS = { grass: '#4a7d3a', snow: '#f7f9fc', shadow: '#0d1410', kit: '#8a8a8a' }

/**
 * The editor alone, on a free port: the real fragment, view model, files and policy. `sent` gathers
 * the forms that were posted to it. Queries: `ground`, `track=none`, `purpose`, `force`.
 */
export async function serveBoxEditor(t: Pick<Test, 'teardown'>) {
  const sent: Fields[] = []
  const app = Fastify()
  await app.register(securityPlugin, { headers: securityHeaders([]) })
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (_request: unknown, text: string) => Object.fromEntries(new URLSearchParams(text)),
  )
  await app.register(assetsPlugin, { basePath: '' })
  await app.register(viewsPlugin, { basePath: '' })

  const icon = `<link rel="icon" href="${app.urls.asset('img/icon.svg')}">`

  app.get<{ Params: { ground: keyof typeof GROUNDS } }>(
    '/ground/:ground',
    async (request, reply) => {
      const background = GROUNDS[request.params.ground] ?? GROUNDS.grass
      const image = sharp({ create: { ...SIZE, channels: 3, background } })
      return reply.type('image/png').send(await image.png().toBuffer())
    },
  )

  app.get<{ Querystring: Record<string, string> }>('/frame', async (request, reply) => {
    const { query } = request
    const track = query['track'] === 'none' ? null : FRAME.tracks[0]!
    const suggested = suggestedPixels(track?.box ?? null, SIZE)
    const model = toBoxEditor({
      letterOf: () => null,
      storing: {
        buttons: [
          {
            label: query['purpose'] === 'player' ? 'Use this box' : 'Confirm target',
            action: '/target',
            force: false,
          },
        ],
        words: null,
      },
      start: null,
      names: null,
      jobId: 'job-1',
      frame: FRAME,
      frameSize: SIZE,
      purpose: query['purpose'] === 'player' ? 'player' : 'target',
      trackId: track?.id ?? null,
      seen: null,
      suggestion: track && { track, seenIn: 30, ofFrames: 32, bearers: 1 },
      preview: readPreview(query, SIZE, suggested, suggested),
      imageUrl: `/ground/${query['ground'] ?? 'grass'}`,
      imageAlt: 'Frame 3 at 00:12.5',
      formAction: '/target',
      previewAction: '/frame',
      attempt: 'attempt-1',
      offerForce: query['force'] === 'yes',
    })
    const editor = await app.view('fragments/frame/box-editor', model)
    return reply.type('text/html').send(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Frame 3</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
${icon}
${SHEET.map((name) => `<link rel="stylesheet" href="${app.urls.asset(`css/${name}.css`)}">`).join('\n')}
<script type="module" src="${app.urls.asset('js/box-editor.js')}"></script>
</head><body><main><h1>Frame 3</h1>${editor}<p id="end">The end of the page.</p></main></body></html>`)
  })

  app.post<{ Body: Fields }>('/target', async (request, reply) => {
    const fields = request.body
    sent.push(fields)
    const read = boxOf(fields, FRAME)
    const wire = 'box' in read ? fractionsForWire(read.box, SIZE, TRACK_8) : read.faults
    return reply
      .type('text/html')
      .send(`<!doctype html><title>Sent</title>${icon}<pre>${JSON.stringify(wire)}</pre>`)
  })

  const origin = await app.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => app.close())
  return { origin, sent, track: TRACK_8 }
}
