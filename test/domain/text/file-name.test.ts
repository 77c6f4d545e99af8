import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { fileName } from '../../../src/domain/text/file-name.ts'

t.test('a file is named after what is known, in any script', async (t) => {
  t.equal(
    fileName(['K. Adeyemi (9)', 'Union 04', 'result'], 'csv'),
    'K. Adeyemi (9) - Union 04 - result.csv',
  )
  t.equal(fileName(['محمد صلاح', null, 'result'], 'xml'), 'محمد صلاح - result.xml')
  t.equal(fileName(['A/B\\C:D*?"<>|\u202e', 'x'], 'csv'), 'A B C D - x.csv')
  t.equal(fileName(['...hidden', 'x'], 'csv'), 'hidden - x.csv')
})

t.test('no name leaves its folder, hides, or is longer than a file system takes', async () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary', maxLength: 80 }), { maxLength: 2 }),
      (parts) => {
        const name = fileName([...parts, 'result'], 'csv')
        assert.doesNotMatch(name, /[\\/:*?"<>|\p{Cc}]/u)
        assert.doesNotMatch(name, /^[. ]/)
        assert.match(name, /result\.csv$/)
        assert.ok(name.isWellFormed())
        assert.ok([...name].length <= 3 * 40 + 10)
      },
    ),
  )
})
