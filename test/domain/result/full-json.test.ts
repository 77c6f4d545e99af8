import t from 'tap'
import { fullJson } from '../../../src/domain/result/files/full-json.ts'

const SECRET = 'c4na4ybird'
const file = (data: object) => fullJson(JSON.stringify({ ok: true, data }))

t.test('what the service says is in the file as it came', async (t) => {
  const said = { name: 'Ødegård <9>', list: [1, null, { note: 'a\u202eb\u0085c\nd' }] }
  t.strictSame(JSON.parse(file(said)), said)
})

t.test('nothing in it acts on a browser or a terminal that shows it', async (t) => {
  const text = file({
    '<b>': '<script>',
    turned: '\u202e\u2066',
    terminal: '\u009b31m\u001b[2J',
  })
  t.notMatch(text.replaceAll('\n', ''), /[<\p{Cc}\p{Bidi_Control}]/u)
})

t.test('no signature is in it, hidden ones and those in names not either', async (t) => {
  for (const signed of [
    `http://store.test/a.jpg?X-Amz-Signature=${SECRET}`,
    `X-Amz-Sig\u0000nature=${SECRET}`,
    `X-Amz-Sig\u200bnature=${SECRET}`,
  ]) {
    t.notMatch(file({ [signed]: [signed] }), SECRET)
  }
})

t.test('numbers stand as they came, also those that JavaScript cannot hold', async (t) => {
  const numbers = ['12345678901234567890', '1e400', '1.0', '-0', '0.1', '7', '1E2']
  const text = fullJson(`{"ok":true,"data":{"list":[${numbers.join(',')}]}}`)
  t.same(text.match(/[-\d][^,\s]*/g), numbers)
})
