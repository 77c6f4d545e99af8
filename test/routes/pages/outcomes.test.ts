// One file: how each end of a run is told, and what a result may not claim: both are read off the page of the result.

import t from 'tap'
import { startApp } from '../../support/app.ts'
import { heading, textOf } from '../../support/browser/page-text.ts'
import { json, startUpstream } from '../../support/service/upstream-server.ts'

// A run ends in one of five ways. Each says what is known, what is not shown and why, and what to do next.

const GUARD = ['PLAYER_EVALUATION_WITHHELD']
const tracked = {
  evaluation_status: 'TRACKING_ONLY',
  tracking_quality_index: 90.3,
  tracking_signals: { coverage_pct: 88.2, samples_used: 180 },
}
const ENDS = {
  rated: {
    job: { status: 'COMPLETED', result: { match_rating_10: 7.63, radar: { Pace: 61 } } },
    badge: 'Rated 7.63',
    title: 'Rated',
    says: [/Known The service rated the player\./],
  },
  'tracking-only': {
    job: { status: 'PARTIAL', warnings: GUARD, result: tracked },
    badge: 'Tracking only',
    title: 'Tracking only. No ratings yet.',
    says: [
      /Known The player was followed/,
      /Not shown The service withholds the ratings until/,
      /Next Read the tracking numbers/,
    ],
  },
  'tracking-failed': {
    job: {
      status: 'PARTIAL',
      warnings: [...GUARD, 'PLAYER_ANCHOR_NOT_FOUND'],
      result: { evaluation_status: 'TRACKING_FAILED' },
    },
    badge: 'Tracking failed',
    title: 'Tracking failed',
    says: [/Known The player was not found again/, /Not shown The ratings/, /Next Choose a frame/],
  },
  'result-missing': {
    job: { status: 'PARTIAL', warnings: GUARD, result: {} },
    badge: 'Result missing',
    title: 'The result is missing',
    says: [/Known The service says that the analysis has ended/, /Not shown All/, /Next Run/],
  },
  'run-failed': {
    job: { status: 'FAILED', failure_reason: 'TRACKING_TIMEOUT', error: 'Tracking timeout' },
    badge: 'Failed',
    title: 'The analysis failed',
    says: [/Known There is no result/, /Not shown All/, /Next The job page/, /Tracking took too/],
  },
}

async function start(end: keyof typeof ENDS) {
  const data = { job_id: 'j1', role: 'Winger', ...ENDS[end].job }
  const upstream = await startUpstream(t, json({ ok: true, data }))
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  return (path: string) => ask(path, { headers: { accept: 'text/html', cookie: 'recent_jobs=j1' } })
}

const outcomeIn = (html: string) => /data-outcome="([^"]+)"/.exec(html)?.[1]
const badgeIn = (html: string) => /<span class="badge" data-tone="(\w+)">([^<]*)</.exec(html)

for (const end of Object.keys(ENDS) as (keyof typeof ENDS)[]) {
  const { badge, title, says } = ENDS[end]
  t.test(`a run that ended as ${end} says what is known, not shown and next`, async (t) => {
    const ask = await start(end)
    const result = await ask('/jobs/j1/result')
    t.equal(result.status, 200)
    t.match(heading(result.text), /^Result of/)
    t.equal(outcomeIn(result.text), end)
    const text = textOf(result.text)
    t.match(text, title)
    for (const words of says) t.match(text, words)
    const list = await ask('/')
    t.equal(list.status, 200)
    t.equal(badgeIn(list.text)?.[2], badge, 'in the list')
  })
}

t.test('no two ends have the same look in the list and on the page', async (t) => {
  const looks = await Promise.all(
    (Object.keys(ENDS) as (keyof typeof ENDS)[]).map(async (end) => {
      const ask = await start(end)
      const [list, result] = await Promise.all([ask('/'), ask('/jobs/j1/result')])
      return [badgeIn(list.text)?.slice(1, 3).join(' '), outcomeIn(result.text)].join(', ')
    }),
  )
  t.equal(new Set(looks).size, looks.length, looks.join('; '))
})

async function textFor(job: object) {
  const data = { job_id: 'j1', status: 'COMPLETED', ...job }
  const upstream = await startUpstream(t, json({ ok: true, data }))
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  const { status, text } = await ask('/jobs/j1/result', { headers: { accept: 'text/html' } })
  t.equal(status, 200)
  t.match(heading(text), /^Result of/)
  return { html: text, text: textOf(text) }
}

t.test('a rating beyond its range is not shown as a rating', async (t) => {
  const { html, text } = await textFor({ result: { match_rating_10: 74, ...tracked } })
  t.equal(outcomeIn(html), 'tracking-only')
  t.match(text, /outside their range, so not counted as ratings: Match rating 74 \(range 0 to 10\)/)
  t.notMatch(text, /rated 74/)
  t.notMatch(html, /<dt>Match rating<\/dt>/, 'not among the first numbers')
  t.match(text, /Match rating 74 \(outside its range\)/, 'the table has what the service said')
})

t.test('a rating that rests on no frame says so beside it', async (t) => {
  const empty = { tracking_signals: { samples_used: 0, coverage_pct: 0 } }
  const tracking = { tracking: { bboxes_count: 0, coverage_pct: 0 } }
  for (const none of [empty, tracking]) {
    const result = { match_rating_10: 7.1, ...none }
    const { html, text } = await textFor({ result })
    t.match(text, /Match rating 7\.1 out of 10 Sample: none; the service followed the player on no/)
    t.match(text, /seen in none of the analysed frames/)
    t.match(text, /Next Do not use the rating/)
    t.equal(/data-outcome="([^"]+)"/.exec(html)?.[1], 'rated')
  }
})

const GUARDED = {
  evaluation_status: 'TRACKING_ONLY',
  player_evaluation_available: false,
  tracking_quality_index: 66,
}

t.test(
  'a result that rests on no frame has failed, and nowhere is said to be tracked',
  async (t) => {
    for (const none of [
      { evidence_metrics: { samples_used: 0 } },
      { evidence_metrics: { coverage_pct: 0 } },
    ]) {
      const { html, text } = await textFor({ status: 'PARTIAL', result: { ...GUARDED, ...none } })
      t.equal(outcomeIn(html), 'tracking-failed')
      t.match(text, 'not found again, so nothing was measured')
      t.notMatch(text, /tracked, not rated|The player was followed|Read the tracking numbers/)
    }
    const few = { evidence_metrics: { coverage_pct: 0 }, tracking_signals: { samples_used: 5 } }
    const { text } = await textFor({ status: 'PARTIAL', result: { ...GUARDED, ...few } })
    t.match(text, 'followed in 0 % of the analysed frames, 5 samples')
    t.notMatch(text, /on no frame|in none of/)
  },
)

t.test(
  'tracking that failed and has numbers all the same is told as a contradiction',
  async (t) => {
    const { html, text } = await textFor({
      status: 'PARTIAL',
      result: {
        ...GUARDED,
        evaluation_status: 'TRACKING_FAILED',
        tracking_signals: { samples_used: 300, coverage_pct: 72 },
      },
    })
    t.equal(outcomeIn(html), 'tracking-failed')
    t.match(text, 'says that it did not find the player again, yet it gives tracking numbers')
    t.match(text, 'Its numbers say otherwise.')
    t.match(text, 'Do not use these numbers')
    t.notMatch(text, /because nothing was followed|so nothing was measured/)
    t.notMatch(html, 'class="result-headline"', 'no first numbers')
  },
)

t.test('no page points below where nothing stands below', async (t) => {
  const bare = await textFor({ status: 'PARTIAL', result: { match_rating_10: 7 } })
  t.match(bare.text, 'marks this result as partial, and does not say which part is missing')
  const told = { match_rating_10: 7, reason_codes: ['LOW_TRACKING_COVERAGE'] }
  const why = await textFor({ status: 'PARTIAL', result: told })
  t.match(why.text, 'marks this result as partial, and says why below')
  const failed = await textFor({ status: 'FAILED' })
  t.match(failed.text, 'The service gives no reason.')
  t.notMatch(failed.text, 'below')
})

t.test('only what the service keeps back is said to be withheld', async (t) => {
  const numbers = { tracking_quality_index: 66 }
  const outside = await textFor({ result: { ...numbers, match_rating_10: 12 } })
  t.match(outside.text, 'not counted as ratings: Match rating 12 (range 0 to 10).')
  t.notMatch(outside.text, /withh[eo]ld/i)
  const silent = await textFor({ result: numbers })
  t.match(silent.text, 'the service gives none, and it does not say why')
  t.notMatch(silent.text, /withh[eo]ld/i)
  t.match(silent.text, 'gives numbers, but it does not say how far it followed the player')
})

t.test('a number beyond its range is no sample', async (t) => {
  const evidence_metrics = { coverage_pct: 180, samples_used: -3 }
  const { text } = await textFor({ result: { match_rating_10: 7, evidence_metrics } })
  t.match(text, 'Match rating 7 out of 10 Sample: not stated')
  t.notMatch(text, /Sample: -3|180 % coverage/)
})

t.test('the sentence names no strongest skill where all are equal, and all that are', async (t) => {
  const said = async (radar: object) =>
    (await textFor({ result: { match_rating_10: 0, radar } })).text
  t.match(await said({ Finishing: 0, Heading: 0 }), 'rated 0 of 10, all skills 0 of 100;')
  t.match(await said({ Pace: 70, Vision: 70, Heading: 3 }), 'strongest in Pace, Vision (70 of 100)')
  t.match(await said({ Pace: 70 }), 'rated 0 of 10, Pace 70 of 100;')
})

t.test('a code that is a word for nothing is no code', async (t) => {
  const { text } = await textFor({
    warnings: ['NULL', 'None'],
    failure_reason: 'null',
    result: {
      match_rating_10: 7,
      reason_codes: ['null', 'undefined'],
      evidence_metrics: { coverage_pct: 80 },
      tracking_quality: { tracking_confidence: 'UNDEFINED' },
      analysis_outcome: { action_required: 'NONE' },
    },
  })
  t.notMatch(text, /null|undefined|own confidence|The service asks|reported this/i)
})

t.test('skills whose names look alike are told apart', async (t) => {
  const radar = { Finishing: 50, ' Finishing ': 70, 'Finishing\u200b': 80 }
  const { html } = await textFor({ result: { radar } })
  const names = [...html.matchAll(/<span class="skill-name">([^<]*)/g)].map(([, name]) => name)
  t.same(names.sort(), ['Finishing', 'Finishing (2)', 'Finishing (3)'])
})
