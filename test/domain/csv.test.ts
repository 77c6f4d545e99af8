import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { toCsv } from '../../src/domain/csv.ts'

t.test('fields are quoted where RFC 4180 asks for it, and every record ends with CRLF', (t) => {
  t.equal(
    toCsv([
      ['a', 'b,c', 'd"e'],
      ['f\ng', '', 'h'],
    ]),
    'a,"b,c","d""e"\r\n"f\ng",,h\r\n',
  )
  t.equal(toCsv([]), '')
  t.end()
})

t.test('a text is never a formula, and a negative number stays a number', (t) => {
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '\r=1']) {
    t.match(toCsv([[text]]), /^"?'/, JSON.stringify(text))
  }
  t.equal(toCsv([[{ number: '-0.5' }, 'a=b', 'x-y']]), '-0.5,a=b,x-y\r\n')
  t.end()
})

t.test('whatever the texts are, a reader gets the same cells back', (t) => {
  const cell = fc.string({ unit: 'binary' }).map((text) => text.replace(/^[\s=+\-@]+/, ''))
  const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 5 })
  fc.assert(fc.property(table, (rows) => assert.deepEqual(parse(toCsv(rows)), rows)))
  t.end()
})

/** A reader of RFC 4180, written against the RFC and not against the writer. */
function parse(csv: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy
  for (const [, quoted, plain, end] of csv.matchAll(pattern)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}
