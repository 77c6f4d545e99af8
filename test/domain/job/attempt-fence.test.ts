import t from 'tap'
import { attemptFence } from '../../../src/domain/job/attempt-fence.ts'

t.test('an attempt id is sent once it is known and never invented', async (t) => {
  t.same(attemptFence(null, null), { passes: true, headers: {} })
  t.same(attemptFence(null, 'a'), { passes: true, headers: { 'x-analysis-attempt-id': 'a' } })
  t.same(attemptFence('a', 'a'), { passes: true, headers: { 'x-analysis-attempt-id': 'a' } })
})

t.test('an action from a page of another attempt is not sent', async (t) => {
  t.same(attemptFence('a', 'b'), { passes: false, reason: 'changed' })
  t.same(attemptFence('a', null), { passes: false, reason: 'changed' })
  t.same(attemptFence('', 'a'), { passes: false, reason: 'changed' }, 'the first change was made')
  t.same(attemptFence('', null), { passes: true, headers: {} })
})
