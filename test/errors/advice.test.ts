import t from 'tap'
import { errorAdvice } from '../../src/errors/advice.ts'
import { REFUSALS } from '../../src/errors/refusals.ts'
import { SERVICE_CODES } from '../../src/errors/service-codes.ts'

t.test('a known code is explained whatever the status', (t) => {
  const advice = errorAdvice('TARGET_MISMATCH', 409, 'change')
  t.equal(advice.title, 'The box does not fit the chosen player on this frame.')
  t.match(advice.whatToDo, /use the box anyway/)
  t.same(errorAdvice('TARGET_MISMATCH', 400, 'change'), advice)
  t.end()
})

t.test('a lost or unknown code falls back on the status', (t) => {
  for (const code of [null, 'HTTP_ERROR', 'SOMETHING_NEW', 'constructor', '__proto__']) {
    t.equal(errorAdvice(code, 404, 'change').title, 'The service has nothing there.')
    t.equal(errorAdvice(code, 409, 'change').title, 'The job is not in a state for this.')
    t.equal(errorAdvice(code, 403, 'change').title, 'The service refused access.')
    t.equal(errorAdvice(code, 422, 'change').title, 'The service refused the request.')
    t.equal(errorAdvice(code, 429, 'change').title, 'Too many requests.')
    t.equal(
      errorAdvice(code, 500, 'change').title,
      'The service failed while it handled the request.',
    )
    t.equal(errorAdvice(code, 503, 'change').title, 'The service cannot be used at present.')
    t.equal(errorAdvice(code, 504, 'change').title, 'The service did not answer in time.')
  }
  t.end()
})

t.test('a server fault is never an invitation to send the change again blindly', (t) => {
  t.match(
    errorAdvice('INTERNAL_ERROR', 500, 'change').whatToDo,
    /Reload the page .* before you send/,
  )
  t.end()
})

t.test('after a look nobody reads of something that was entered, sent or stored', (t) => {
  const codes = [null, 'SOMETHING_NEW', ...Object.keys({ ...SERVICE_CODES, ...REFUSALS })]
  for (const code of codes) {
    for (let status = 400; status < 600; status += 1) {
      const { title, whatToDo } = errorAdvice(code, status, 'look')
      const said = `${code} ${status}: ${title} ${whatToDo}`
      if (/entered|\bsen[dt]\b|whether the change|same frame/.test(said)) t.fail(said)
      if (!/\w\.$/.test(title) || !/\w\.$/.test(whatToDo)) t.fail(said)
    }
  }
  for (const status of [500, 501, 507, 520])
    t.match(errorAdvice(null, status, 'look').whatToDo, /^Try again in a minute\./)
  for (const status of [400, 402, 405, 410, 422, 451]) {
    t.match(errorAdvice(null, status, 'look').whatToDo, /^Go back to the jobs\./)
    t.match(errorAdvice(null, status, 'change').whatToDo, /^Check what you entered, then send/)
  }
  t.end()
})
