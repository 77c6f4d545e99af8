import { Type } from '@sinclair/typebox'
import fc from 'fast-check'
import t from 'tap'
import { CreateJobBody } from '../../src/contracts/create-job.ts'
import { compileIssues } from '../../src/contracts/issues.ts'
import { rule } from '../../src/contracts/rule.ts'
import { SelectTrackBody } from '../../src/contracts/select-track.ts'
import { SelectionBody } from '../../src/contracts/selection.ts'
import { TargetBody } from '../../src/contracts/target.ts'

t.test('judging a value leaves it as it is', async (t) => {
  const judges = [SelectTrackBody, TargetBody].map((contract) => compileIssues(contract))
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const before = JSON.stringify(value)
      for (const judge of judges) judge(value)
      return JSON.stringify(value) === before
    }),
  )
  t.pass()
})

t.test('any JSON at all is either taken or named by at least one path', async (t) => {
  const judge = compileIssues(SelectTrackBody)
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const faults = judge(value)
      return faults.every(({ path, message }) => /^\$/.test(path) && message.length > 0)
    }),
  )
  t.ok(judge({}).length > 0)
})

t.test('unknown keys are no fault, wherever they stand', async (t) => {
  const judge = compileIssues(SelectTrackBody)
  const bbox = { x: 0, y: 0, w: 1, h: 1, z: 1 }
  t.strictSame(judge({ trackId: 1, note: 'a', selection: { time_sec: 0, bbox, more: {} } }), [])
})

t.test('each fault is named once, by a path that reads like JavaScript', async (t) => {
  const judge = compileIssues(
    Type.Object({
      'odd name': Type.Number(),
      list: Type.Array(Type.Object({ a: Type.Number() })),
      needed: Type.String(),
    }),
  )
  t.strictSame(
    judge({ 'odd name': 'x', list: [{ a: 1 }, { a: 'x' }] }).map(({ path }) => path),
    ['$.needed', '$["odd name"]', '$.list[1].a'],
  )
})

t.test('what is not there is said to be missing, and then what it must be', async (t) => {
  const said = (body: unknown) =>
    compileIssues(CreateJobBody)(body).map(({ path, message }) => `${path} ${message}`)
  t.match(said({}), [
    /^\$\.role is missing: it must be text/,
    /^\$\.category is missing: it must be text/,
    /^\$ must hold exactly one source/,
  ])
  t.match(said({ video_url: 'https://a/b.mp4', role: null, category: 'U17' }), [
    /^\$\.role must be text/,
  ])
  const unworded = compileIssues(Type.Object({ needed: Type.String() }))
  t.strictSame(unworded({}), [{ path: '$.needed', message: 'is missing' }])
})

t.test(
  'a rule speaks for the value that it stands beside, and only where that is an object',
  async (t) => {
    const even = compileIssues(
      Type.Object({ inner: Type.Intersect([Type.Object({}), rule('must be even', () => false)]) }),
    )
    t.strictSame(even({ inner: {} }), [{ path: '$.inner', message: 'must be even' }])
    t.notMatch(JSON.stringify(even({ inner: 5 })), /even/)
  },
)

t.test(
  'a list of twice the length costs no more looks, once enough faults are known',
  async (t) => {
    const issuesOf = compileIssues(SelectionBody)
    const looks = (length: number) => {
      let count = 0
      const entry = {
        get x() {
          count += 1
          return 9
        },
      }
      t.ok(issuesOf({ selections: Array(length).fill(entry) }).length <= 51)
      return count
    }
    t.ok(looks(1_000) > 0)
    t.equal(looks(2_000), looks(1_000))
  },
)
