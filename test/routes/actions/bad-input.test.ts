// One file: one table, whose rows put a fault into a few good bodies that several contracts share.

import t from 'tap'
import { startApp } from '../../support/app.ts'
import { startUpstream } from '../../support/service/upstream-server.ts'

// Every contract, every fault: named by its JSON path, and nothing forwarded (docs/architecture.md#bytes-pass-unchanged).

const BOX = { x: 0.1, y: 0.1, w: 0.2, h: 0.2 }
const selection = (over: object) => ({ trackId: 8, selection: { time_sec: 1, bbox: BOX, ...over } })
const inBox = (over: object) => selection({ bbox: { ...BOX, ...over } })
const flat = (over: object) => ({ frame_time_sec: 1, ...BOX, ...over })
const list = (...entries: object[]) => ({ selections: entries })
const create = (over: object) => ({ video_key: 'k', role: 'r', category: 'c', ...over })
const pick = (over: object) => ({ frame_key: 'k', track_id: 8, ...over })
const single = (over: object) => ({ frame_key: 'k', bbox: BOX, ...over })
const without = (value: Record<string, unknown>, ...names: string[]) =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))

type Row = [route: string, body: unknown, paths: string[]]
const SELECT = 'jobs/j1/select-track'
const TARGET = 'jobs/j1/target'
const REF = 'jobs/j1/player-ref'
const PICK = 'jobs/j1/pick-player'
const ANCHORS = 'jobs/j1/selection'
const PROFILE = 'jobs/j1/player-profile'
const EVERY = [SELECT, TARGET, REF, PICK, ANCHORS, PROFILE, 'jobs']

const ROWS: Row[] = [
  ...[...EVERY, 'jobs/j1/enqueue', 'jobs/j1/retry', 'jobs/j1/report'].flatMap((route): Row[] => [
    [route, [], ['$']],
    [route, null, ['$']],
    [route, '"x"', ['$']],
    [route, '1', ['$']],
    [route, 'true', ['$']],
  ]),

  [SELECT, {}, ['$.trackId', '$.selection']],
  [SELECT, { trackId: 8 }, ['$.selection']],
  [SELECT, { ...selection({}), trackId: undefined }, ['$.trackId']],
  ...[null, '', ' ', '\t\n', 1.5, true, [], {}].map(
    (trackId): Row => [SELECT, { ...selection({}), trackId }, ['$.trackId']],
  ),
  ...[null, [], 'x', 1].map(
    (value): Row => [SELECT, { trackId: 8, selection: value }, ['$.selection']],
  ),
  [SELECT, selection({ time_sec: undefined }), ['$.selection']],
  ...[null, '1', -0.1, true, [], {}].map(
    (time_sec): Row => [SELECT, selection({ time_sec }), ['$.selection.time_sec']],
  ),
  [SELECT, selection({ frame_time_sec: '1.5' }), ['$.selection.frame_time_sec']],
  [SELECT, selection({ frameTimeSec: -1 }), ['$.selection.frameTimeSec']],
  [
    SELECT,
    '{"trackId":8,"selection":{"time_sec":1e999,"bbox":{"x":0.1,"y":0.1,"w":0.2,"h":0.2}}}',
    ['$.selection.time_sec'],
  ],
  [SELECT, selection({ bbox: undefined }), ['$.selection.bbox']],
  ...[null, [], 'x', [0.1, 0.1, 0.2, 0.2]].map(
    (bbox): Row => [SELECT, selection({ bbox }), ['$.selection.bbox']],
  ),
  ...['x', 'y', 'w', 'h'].flatMap((side): Row[] => [
    [SELECT, selection({ bbox: without(BOX, side) }), [`$.selection.bbox.${side}`]],
    ...[null, '0.5', -0.01, 1.01, 120, true, []].map(
      (value): Row => [SELECT, inBox({ [side]: value }), [`$.selection.bbox.${side}`]],
    ),
  ]),
  ...['w', 'h'].map((side): Row => [SELECT, inBox({ [side]: 0 }), [`$.selection.bbox.${side}`]]),
  [SELECT, inBox({ x: 0.9 }), ['$.selection.bbox']],
  [SELECT, inBox({ y: 0.81 }), ['$.selection.bbox']],
  [
    SELECT,
    { trackId: ' ', selection: { time_sec: -1, bbox: { x: 2, y: 0.1, w: '1' } } },
    [
      '$.trackId',
      '$.selection.time_sec',
      '$.selection.bbox.x',
      '$.selection.bbox.w',
      '$.selection.bbox.h',
    ],
  ],

  [TARGET, {}, ['$']],
  [TARGET, list(), ['$.selections']],
  [TARGET, list(...Array(6).fill(flat({}))), ['$.selections']],
  [TARGET, { selections: {} }, ['$.selections']],
  [TARGET, { selections: null }, ['$.selections']],
  [TARGET, { selections: ['x'] }, ['$.selections[0]']],
  [TARGET, list(without(flat({}), 'frame_time_sec')), ['$.selections[0].frame_time_sec']],
  [TARGET, list(flat({ frame_time_sec: -1 })), ['$.selections[0].frame_time_sec']],
  [TARGET, list(flat({}), flat({ x: 'a' })), ['$.selections[1].x']],
  [TARGET, list(flat({}), flat({}), flat({ x: 0.9 })), ['$.selections[2]']],
  [TARGET, list(flat({ frame_key: ' ' })), ['$.selections[0].frame_key']],
  [
    TARGET,
    list({ frame_time_sec: 1, bbox: BOX }),
    ['x', 'y', 'w', 'h'].map((s) => `$.selections[0].${s}`),
  ],
  [TARGET, { bbox: BOX }, ['$']],
  [TARGET, { bbox: BOX, track_id: 8 }, ['$']],
  [TARGET, { frame_key: 'k' }, ['$']],
  [TARGET, single({ frame_key: '' }), ['$.frame_key']],
  [TARGET, single({ frame_key: 5 }), ['$.frame_key']],
  [TARGET, single({ time_sec: '0' }), ['$.time_sec']],
  [TARGET, single({ frame_time_sec: null }), ['$.frame_time_sec']],
  [TARGET, single({ bbox: { ...BOX, w: 0 } }), ['$.bbox.w']],
  [TARGET, single({ bbox: { ...BOX, h: 0.95 } }), ['$.bbox']],
  [TARGET, single({ bbox: [0, 0, 1, 1] }), ['$.bbox']],
  [TARGET, single({ track_id: ' ' }), ['$.track_id']],
  [TARGET, single({ track_id: 1.5 }), ['$.track_id']],
  ...['false', 1, null].map((force): Row => [TARGET, single({ force }), ['$.force']]),
  [TARGET, { ...list(flat({ w: 2 })), ...single({ bbox: {} }) }, ['$.selections[0].w', '$.bbox.x']],

  [PICK, {}, ['$']],
  [PICK, pick({ frame_key: undefined }), ['$']],
  [PICK, pick({ track_id: undefined }), ['$']],
  [PICK, pick({ frame_key: '' }), ['$.frame_key']],
  [PICK, pick({ frameKey: 1 }), ['$.frameKey']],
  ...[0, -1, null, '', 1.5].map((track_id): Row => [PICK, pick({ track_id }), ['$.track_id']]),
  [PICK, { frame_key: 'k', trackId: 0 }, ['$.trackId']],

  [REF, {}, ['$']],
  [REF, { frame_time_sec: 1 }, ['$']],
  [REF, BOX, ['$']],
  [REF, { time_sec: 1, ...BOX }, ['$']],
  [REF, flat({ frame_time_sec: '1' }), ['$.frame_time_sec']],
  [REF, flat({ x: -1 }), ['$.x']],
  [REF, flat({ w: 0 }), ['$.w']],
  [REF, flat({ x: 0.95 }), ['$']],
  [REF, without(flat({}), 'h'), ['$']],
  [REF, { frame_time_sec: 1, bbox: { ...BOX, x: 0.9 } }, ['$.bbox']],
  [REF, { frame_time_sec: 1, bbox: [0.1, 0.1, 0.2] }, ['$.bbox']],
  [REF, { frame_time_sec: 1, bbox: [0.9, 0.1, 0.2, 0.2] }, ['$']],
  [REF, { frame_time_sec: 1, bbox_xywh: [0, 0, 0, 1] }, ['$']],
  [REF, { frame_time_sec: 1, bbox_xywh: [0, 0, 2, 1] }, ['$.bbox_xywh']],
  [REF, { frame_time_sec: 1, bbox_xyxy: [0.5, 0, 0.4, 1] }, ['$']],
  [REF, { frame_time_sec: 1, bbox_xyxy: 'x' }, ['$.bbox_xyxy']],

  [ANCHORS, {}, ['$.selections']],
  [ANCHORS, list(), ['$.selections']],
  [ANCHORS, list(...Array(6).fill(flat({}))), ['$.selections']],
  [ANCHORS, list(without(flat({}), 'frame_time_sec')), ['$.selections[0]']],
  [ANCHORS, list(flat({}), { frame_time_sec: 1 }), ['$.selections[1]']],
  [ANCHORS, list(flat({}), flat({ h: 1.5 })), ['$.selections[1].h']],

  [PROFILE, { player_name: 5 }, ['$.player_name']],
  [PROFILE, { playerName: 'a'.repeat(121) }, ['$.playerName']],
  [PROFILE, { team_name: [] }, ['$.team_name']],
  ...[-1, 100, 1.5, 'x'].map((n): Row => [PROFILE, { shirt_number: n }, ['$.shirt_number']]),

  ['jobs', {}, ['$', '$.role', '$.category']],
  ['jobs', create({ role: undefined }), ['$.role']],
  ['jobs', create({ category: null }), ['$.category']],
  ['jobs', create({ video_key: undefined }), ['$']],
  ['jobs', create({ video_url: 'https://x.example.test/a.mp4' }), ['$']],
  ['jobs', create({ lgi_match_id: 'm' }), ['$']],
  ['jobs', create({ video_key: '  ' }), ['$.video_key']],
  ['jobs', create({ video_key: undefined, video_url: 'ftp://x.example.test/a' }), ['$.video_url']],
  ['jobs', create({ video_key: undefined, video_url: 'file:///etc/passwd' }), ['$.video_url']],
  ...[-1, 100, '', 'x', '100'].map(
    (n): Row => ['jobs', create({ shirt_number: n }), ['$.shirt_number']],
  ),
  ['jobs', create({ full_match_mode: 'true' }), ['$.full_match_mode']],

  // Text that a database cannot store: NUL, other control characters, half of a surrogate pair.
  ...['Ros\u0000si', 'Ros\rsi', 'Ros\u001bsi', 'Ros\u0085si', '\ud83d', 'x\udc00y'].flatMap(
    (text): Row[] => [
      ...['role', 'category', 'team_name', 'player_name', 'video_key', 'video_bucket'].map(
        (field): Row => ['jobs', create({ [field]: text }), [`$.${field}`]],
      ),
      ['jobs', create({ video_key: undefined, lgi_match_id: text }), ['$.lgi_match_id']],
      [
        'jobs',
        create({ video_key: undefined, video_url: `https://v.example.test/${text}` }),
        ['$.video_url'],
      ],
      ...['playerName', 'player_name', 'teamName', 'team_name'].map(
        (field): Row => [PROFILE, { [field]: text }, [`$.${field}`]],
      ),
      [SELECT, { ...selection({}), trackId: text }, ['$.trackId']],
      [PICK, pick({ frame_key: text, track_id: text }), ['$.frame_key', '$.track_id']],
      [TARGET, single({ frame_key: text, track_id: text }), ['$.frame_key', '$.track_id']],
      [TARGET, list(flat({ frame_key: text })), ['$.selections[0].frame_key']],
      [ANCHORS, list(flat({ frame_key: text })), ['$.selections[0].frame_key']],
      ['jobs/j1/enqueue', { expectedAnalysisAttemptId: text }, ['$.expectedAnalysisAttemptId']],
    ],
  ),
  [PROFILE, { playerName: '😀'.repeat(121) }, ['$.playerName']],
  // Numbers that JSON readers round to another.
  ...['1e30', '-1e30', '9007199254740993'].flatMap((id): Row[] => [
    [
      SELECT,
      JSON.stringify(selection({})).replace('"trackId":8', `"trackId":${id}`),
      ['$.trackId'],
    ],
    [PICK, `{"frame_key":"k","track_id":${id}}`, ['$.track_id']],
    [TARGET, JSON.stringify(single({})).replace('{', `{"track_id":${id},`), ['$.track_id']],
  ]),

  ['jobs/j1/enqueue', { expected_analysis_attempt_id: 5 }, ['$.expected_analysis_attempt_id']],
  ['jobs/j1/retry', { force: 'yes' }, ['$.force']],
]

t.test('a fault is named by its path, and nothing is forwarded', async (t) => {
  const upstream = await startUpstream(t)
  const { post } = await startApp(t, { API_BASE_URL: upstream.url })
  for (const [route, body, paths] of ROWS) {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const answer = await post(`/api/${route}`, text)
    const name = `${route} ${text.slice(0, 100)}`
    t.equal(answer.status, 400, name)
    t.match(answer.json(), { ok: false, error: { code: 'INVALID_BODY', message: String } }, name)
    const { details } = answer.json().error
    const found = details?.map(({ path }: { path: string }) => path)
    for (const path of paths) t.ok(found?.includes(path), `${name} names ${path}, of ${found}`)
    t.ok(
      details?.every(({ message }: { message: unknown }) => typeof message === 'string' && message),
      'each fault says what it must be',
    )
  }
  t.strictSame(upstream.requests, [])
})

t.test('of very many faults the first are named, and it is said', async (t) => {
  const upstream = await startUpstream(t)
  const { post } = await startApp(t, { API_BASE_URL: upstream.url })
  const entries = { none: {}, wide: { frame_time_sec: 1, x: 9, y: 9, w: 9, h: 9 }, null: null }
  for (const action of [TARGET, 'jobs/j1/selection']) {
    for (const [what, entry] of Object.entries(entries)) {
      const answer = await post(`/api/${action}`, { selections: Array(1_500).fill(entry) })
      t.equal(answer.status, 400, `${action}: ${what}`)
      const { code, details } = answer.json().error
      t.equal(code, 'INVALID_BODY')
      t.ok(details.length > 1 && details.length <= 51, `${details.length} faults`)
      t.strictSame(details.at(-1), { path: '$', message: 'has more faults than these' })
    }
  }
  t.strictSame(upstream.requests, [])
})

t.test('an empty body is a 400 where the action needs one', async (t) => {
  const upstream = await startUpstream(t)
  const { post, ask } = await startApp(t, { API_BASE_URL: upstream.url })
  for (const route of EVERY) {
    t.equal((await post(`/api/${route}`, '')).status, 400, route)
    t.equal((await ask(`/api/${route}`, { method: 'POST' })).status, 400, route)
  }
  t.strictSame(upstream.requests, [])
})
