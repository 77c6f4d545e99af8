import t from 'tap'
import { errorAdvice } from '../../src/errors/advice.ts'

t.test('a known code is explained whatever the status', (t) => {
  const advice = errorAdvice('TARGET_MISMATCH', 409)
  t.equal(advice.title, 'The box does not fit the chosen player on this frame.')
  t.match(advice.whatToDo, /use the box anyway/)
  t.same(errorAdvice('TARGET_MISMATCH', 400), advice)
  t.end()
})

t.test('a lost or unknown code falls back on the status', (t) => {
  for (const code of [null, 'HTTP_ERROR', 'SOMETHING_NEW', 'constructor', '__proto__']) {
    t.equal(errorAdvice(code, 404).title, 'The service has nothing there.')
    t.equal(errorAdvice(code, 409).title, 'The job is not in a state for this.')
    t.equal(errorAdvice(code, 403).title, 'The service refused access.')
    t.equal(errorAdvice(code, 422).title, 'The service refused the request.')
    t.equal(errorAdvice(code, 429).title, 'Too many requests.')
    t.equal(errorAdvice(code, 500).title, 'The service failed while it handled the request.')
    t.equal(errorAdvice(code, 503).title, 'The service cannot be used at present.')
    t.equal(errorAdvice(code, 504).title, 'The service did not answer in time.')
  }
  t.end()
})

t.test('a server fault is never an invitation to send the change again blindly', (t) => {
  t.match(errorAdvice('INTERNAL_ERROR', 500).whatToDo, /Reload the page .* before you send/)
  t.end()
})
