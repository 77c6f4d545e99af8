import fc from 'fast-check'
import t from 'tap'
import { NAME_CHARACTERS, Name, TrackId } from '../../src/contracts/fields.ts'
import { compileIssues } from '../../src/contracts/issues.ts'
import { PlayerProfileBody } from '../../src/contracts/player.ts'

const issuesOf = compileIssues(PlayerProfileBody)
const takes = (playerName: unknown) => issuesOf({ playerName }).length === 0

t.test('a name is counted in characters, as JSON Schema and the service count', async (t) => {
  for (const name of ['😀'.repeat(61), '😀'.repeat(120), 'a'.repeat(120), '', null]) {
    t.ok(takes(name), JSON.stringify(name))
  }
  for (const name of ['😀'.repeat(121), 'a'.repeat(121)]) t.notOk(takes(name))
})

t.test('blanks at both ends are not counted, as the service trims before it counts', async (t) => {
  const blanks = ' '.repeat(5)
  t.ok(takes(`${blanks}${'a'.repeat(118)}${blanks}`))
  t.ok(takes(`${blanks}${'a'.repeat(120)}\u00a0`))
  t.notOk(takes(`${blanks}${'a'.repeat(121)}`))
  t.notOk(takes(`a${' '.repeat(119)}b`), 'blanks within are')
})

t.test('a name is taken exactly where every one of its characters can be stored', async (t) => {
  const name = fc.string({ unit: 'binary', maxLength: 30 })
  const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code))
  fc.assert(
    fc.property(
      fc.oneof(
        name,
        fc.array(unit, { maxLength: 30 }).map((all) => all.join('')),
      ),
      (one) => {
        const control = [...one].some((character) => {
          const code = character.codePointAt(0)!
          return code < 0x20 || (code >= 0x7f && code < 0xa0)
        })
        const half = [...one].some((character) => /^[\ud800-\udfff]$/.test(character))
        return takes(one) === (!control && !half)
      },
    ),
    { numRuns: 2_000 },
  )
  t.pass()
})

t.test('the contract reads as JSON Schema', async (t) => {
  t.match(JSON.parse(JSON.stringify(Name)), {
    anyOf: [{ type: 'string', maxLength: NAME_CHARACTERS }, { type: 'null' }],
  })
})

t.test('a track id is a number that every reader reads alike', async (t) => {
  const idFaults = compileIssues(TrackId)
  for (const id of [0, 8, -1, Number.MAX_SAFE_INTEGER, '8', 'é']) t.strictSame(idFaults(id), [])
  for (const id of [1e30, Number.MAX_SAFE_INTEGER + 1, 0.5, ' ']) t.ok(idFaults(id).length > 0)
})
