import t from 'tap'
import {
  problemFromIssues,
  problemFromRefusal,
  problemFromUpstream,
} from '../../../src/view-models/problem/problem.ts'
import { recordings } from '../../support/service/recordings.ts'

t.test(
  'every recorded error becomes plain words without stacks, codes or signatures',
  async (t) => {
    const errors = recordings().filter(({ response }) => response.status >= 400)
    t.ok(errors.length > 50)
    for (const { name, response } of errors) {
      const problem = problemFromUpstream(response.status, response.body, 'req-1')
      const words = [problem.title, problem.whatToDo, problem.quote ?? '', ...problem.missing]
      t.notMatch(words.join(' '), /Traceback|File "|X-Amz-|undefined|\[object|HTTP_ERROR/, name)
      t.match(problem.title, /\w.*\.$/, name)
      t.not(problem.requestId, '', name)
      t.ok(problem.quote === null || problem.quote.length <= 401, name)
    }
  },
)

t.test('what a start lacks is said in words, wherever the service lists it', async (t) => {
  const missing = ['The player is not chosen yet.', 'The target is not confirmed yet.']
  const named = { code: 'NOT_READY', message: 'x', missing: ['player_ref', 'target'] }
  t.same(problemFromUpstream(400, { error: named }, 'r').missing, missing)
  const nested = { code: 'NOT_READY', details: { missing: ['player_ref', 'target'] } }
  t.same(problemFromUpstream(400, { error: nested }, 'r').missing, missing)
})

t.test('an answer that is not JSON, or an error that is only text, is a problem too', async (t) => {
  t.equal(problemFromUpstream(502, undefined, 'r').quote, null)
  t.equal(
    problemFromUpstream(500, { error: 'API_BASE_URL missing' }, 'r').quote,
    'API_BASE_URL missing',
  )
  t.equal(problemFromUpstream(404, { detail: 'Not Found' }, 'r').quote, 'Not Found')
})

t.test('the Python stack behind a message is cut', async (t) => {
  const message = 'boom Traceback (most recent call last): File "/app/api.py"'
  t.equal(problemFromUpstream(500, { error: { message } }, 'r').quote, 'boom')
})

t.test(
  'a fault of a form names its field in the words of the screen and links to it',
  async (t) => {
    const faults = [
      { path: '$.role', message: 'is required' },
      { path: '$', message: 'must hold exactly one source' },
    ]
    t.same(problemFromIssues(faults, { role: 'Role' }).faults, [
      { field: 'role', message: 'Role is required' },
      { field: null, message: 'The form must hold exactly one source' },
    ])
  },
)

t.test('a refusal of our own says what to do', async (t) => {
  const problem = problemFromRefusal('ANALYSIS_IN_PROGRESS', 'It runs.')
  t.match(problem, { status: 409, title: 'It runs.', whatToDo: /Wait/, quote: null })
})

t.test('of very many faults the first are shown, and it is said', async (t) => {
  const errors = Array.from({ length: 5_000 }, (_, i) => ({ loc: ['body', `f${i}`], msg: 'no' }))
  const json = { error: { details: { errors }, missing: errors.map((_, i) => `m${i}`) } }
  const { faults, missing } = problemFromUpstream(422, json, 'r')
  t.equal(faults.length, 51)
  t.equal(faults.at(-1)?.message, 'The service names 4950 more.')
  t.equal(missing.length, 50)
})
