import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import {
  foreignBody,
  foreignId,
  foreignText,
  LABEL,
} from '../../../src/domain/text/foreign-text.ts'

t.test('the words of the service keep their sense and lose their signatures', async (t) => {
  for (const [text, words] of [
    ['Tracking timeout exceeded', 'Tracking timeout exceeded'],
    [
      '404 Client Error for url: http://store/fnh/a.mp4?X-Amz-Signature=abc&X-Amz-Date=1 (gone)',
      '404 Client Error for url: http://store/fnh/a.mp4?… (gone)',
    ],
    ["see 'https://h/p?sig=s' and S3://b/k#frag", "see 'https://h/p?…' and S3://b/k?…"],
    ['failed with X-Amz-Signature=abc', 'failed with X-Amz-Signature=…'],
    ['two\n lines\twith   spaces ', 'two lines with spaces'],
    ['Why? Nobody knows.', 'Why? Nobody knows.'],
    ['Étoile d’Or (U17) 😀', 'Étoile d’Or (U17) 😀'],
    ['محمد صلاح', 'محمد صلاح'],
  ] as const) {
    t.equal(foreignText(text), words)
  }
})

t.test('invisible characters that turn the text around are taken out', async (t) => {
  for (const [text, words] of [
    ['Rossi \u202eoissoR', 'Rossi oissoR'],
    ['\u2066Rossi', 'Rossi'],
    ['Ros\u0000si', 'Rossi'],
    ['Ros\u009bsi', 'Rossi'],
    ['Ros\rsi\u2028Carlo', 'Ros si Carlo'],
    ['Ros\u200bsi', 'Rossi'],
    ['\ud83dRossi', '\ufffdRossi'],
  ] as const) {
    t.equal(foreignText(text), words, encodeURIComponent(text.toWellFormed()))
  }
  // What joins letters and emoji is part of them.
  for (const text of ['क्\u200dष', '👨‍👩‍👧', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'می\u200cخواهم']) t.equal(foreignText(text), text)
})

t.test('a text without anything to see is no text', async (t) => {
  for (const text of ['', ' \n ', '\u3164', '\u2800', '\u200d', '\u202e\u0000', null, 5, {}]) {
    t.equal(foreignText(text), null, encodeURIComponent(String(text)))
  }
})

t.test('what is too long is cut where it is told, and never within a character', async (t) => {
  t.equal(foreignText('a'.repeat(LABEL)), 'a'.repeat(LABEL))
  t.equal(foreignText('a'.repeat(LABEL + 1)), `${'a'.repeat(LABEL)}…`)
  t.equal(foreignText('abcdef', 3), 'abc…')
  t.equal(foreignText('ab😀', 3), 'ab…')
})

t.test('a signature hidden by what is not seen is found all the same', async (t) => {
  for (const hidden of ['\u0000', '\u200b', '\u202e', '\u00ad', '\u2060']) {
    t.notMatch(foreignText(`X-Amz-Sig${hidden}nature=secret`), 'secret')
    t.notMatch(foreignText(`ht${hidden}tp://h/a?x=secret`), 'secret')
  }
})

t.test('an id is given back as it came, or not at all', async (t) => {
  for (const id of ['8', 'frames/età 1.jpg', 'A-1_b']) t.equal(foreignId(id), id)
  for (const id of ['', ' a', 'a\u0000', 'http://h/a?sig=1', 'a'.repeat(LABEL + 1), 8, null]) {
    t.equal(foreignId(id), null, encodeURIComponent(String(id)).slice(0, 40))
  }
})

t.test('whatever the text is, a page can say what comes of it', async (t) => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 300 })
      .map((units) => String.fromCharCode(...units)),
  )
  fc.assert(
    fc.property(text, (given) => {
      const said = foreignText(given)
      if (said === null) return
      assert.ok(said.isWellFormed())
      assert.doesNotMatch(said, /\p{Cc}|\p{Bidi_Control}/u)
      assert.ok(said.trim() === said && said !== '')
    }),
    { numRuns: 300 },
  )
  t.pass()
})

t.test('a body in a log shows no signature whose name is written with escapes', (t) => {
  for (const body of [
    '{"code":"X-Amz-Sig\\u0000nature=secret"}',
    '{"code":"X-Amz-\\u0053ignature\\u003Dsecret"}',
    '{"code":"http:\\u002f\\u002fstore.test/a.jpg\\u003fX-Amz-Date=secret"}',
    '{"to\\u200bken":"secret"}',
  ]) {
    t.notMatch(foreignBody(body), /secret/, body)
  }
  t.equal(foreignBody('{"message":"Velocit\\u00e0",\n "n": 1}'), '{"message":"Velocità", "n": 1}')
  t.end()
})
