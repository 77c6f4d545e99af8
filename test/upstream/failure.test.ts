import t from 'tap'
import { toCatalogueError, wasNotSent } from '../../src/upstream/failure.ts'
import { UpstreamRequestError } from '../../src/upstream/request.ts'

const ranOut = (code: string, sent: boolean, answering = false) =>
  new UpstreamRequestError(Object.assign(new Error(code), { code }), sent, answering)

t.test('what runs out before anything was sent is said as too much to do', async (t) => {
  for (const method of ['GET', 'POST']) {
    const error = toCatalogueError(ranOut('EMFILE', false), method)
    t.equal(error.code, 'OVERLOADED')
    t.equal(wasNotSent(error), true)
  }
  t.equal(toCatalogueError(ranOut('ENOBUFS', true), 'GET').code, 'OVERLOADED')
})

t.test('a change that was being sent when something ran out may have been made', async (t) => {
  for (const code of ['ENOBUFS', 'ENOMEM', 'EAGAIN']) {
    for (const answering of [false, true]) {
      const error = toCatalogueError(ranOut(code, true, answering), 'POST')
      t.match(error.message, /may have been made/, code)
      t.equal(wasNotSent(error), false, code)
    }
  }
})
