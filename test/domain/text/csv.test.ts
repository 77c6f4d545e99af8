import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { toCsv } from '../../../src/domain/text/csv.ts'

const BOM = '\ufeff'
const SIGN = /^[=+\-@＝＋－＠\t\r]/

t.test('fields are quoted where RFC 4180 asks for it, and every record ends with CRLF', (t) => {
  t.equal(
    toCsv([
      ['a', 'b,c', 'd"e'],
      ['f\ng', '', 'h'],
    ]),
    `${BOM}a,"b,c","d""e"\r\n"f\ng",,h\r\n`,
  )
  t.end()
})

t.test('the file begins with a byte order mark, by which Excel knows UTF-8', (t) => {
  const bytes = Buffer.from(toCsv([['Velocità', 'The service’s rating']]))
  t.same([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf])
  t.equal(toCsv([]), BOM)
  t.end()
})

t.test('a text is never a formula, and a negative number stays a number', (t) => {
  for (const text of [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    ' =1',
    '\r=1',
    '＝1+1',
    '＋1',
    '－1',
    '＠SUM(A1)',
    '\u200b=1',
  ]) {
    t.match(toCsv([[text]]), /^\ufeff"?'/, encodeURIComponent(text))
  }
  t.equal(toCsv([[{ number: '-0.5' }, 'a=b', 'x-y']]), `${BOM}-0.5,a=b,x-y\r\n`)
  t.end()
})

t.test('a name that holds a semicolon is no formula where that is the list separator', (t) => {
  const csv = toCsv([['Skills', 'Pace;=1+1;', { number: '50' }, 'out of 100']])
  for (const separator of [',', ';', '\t']) {
    for (const cell of read(csv, separator).flat()) t.notMatch(cell, SIGN, `${separator} ${cell}`)
  }
  t.same(read(csv, ','), [['Skills', "Pace;'=1+1;", '50', 'out of 100']])
  t.end()
})

const delicate = fc.string({
  unit: fc.constantFrom(...'=+-@＝;,\t\r\n"\' a1', '\u200b', '\u0000', '\u202e'),
  maxLength: 8,
})
const table = (cell: fc.Arbitrary<string>) =>
  fc.array(fc.array(cell, { minLength: 1, maxLength: 3 }), { maxLength: 3 })

t.test('no reader finds a formula, wherever it splits and whatever the texts are', async () => {
  fc.assert(
    fc.property(table(delicate), fc.constantFrom(',', ';', '\t'), (rows, separator) => {
      for (const cell of read(toCsv(rows), separator).flat()) {
        assert.doesNotMatch(cell.replace(/^[\s\p{Cc}\p{Cf}]+/u, ''), SIGN)
      }
    }),
    { numRuns: 2_000 },
  )
})

t.test('nor one that knows no quotes', async () => {
  fc.assert(
    fc.property(table(delicate), (rows) => {
      for (const cell of toCsv(rows)
        .slice(1)
        .split(/[,;\t\r\n]/)) {
        assert.doesNotMatch(cell.replace(/^[\s"\p{Cc}\p{Cf}]+/u, ''), SIGN)
      }
    }),
    { numRuns: 2_000 },
  )
})

t.test('apart from the apostrophes, a reader gets the same cells back', async () => {
  const plain = (text: string) => text.replaceAll("'", '')
  fc.assert(
    fc.property(table(fc.oneof(delicate, fc.string({ unit: 'binary' }))), (rows) => {
      assert.deepEqual(
        read(toCsv(rows), ',').map((row) => row.map(plain)),
        rows.map((row) => row.map(plain)),
      )
    }),
    { numRuns: 500 },
  )
})

/**
 * A reader as spreadsheets are: a cell that begins with a quote goes on to the quote that ends it, and
 * what follows belongs to it until the separator. The mark at the beginning is no letter.
 */
function read(csv: string, separator: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let at = 1
  while (at < csv.length) {
    let cell = ''
    if (csv[at] === '"') {
      for (at += 1; at < csv.length; at += 1) {
        if (csv[at] !== '"') cell += csv[at]
        else if (csv[at + 1] === '"') {
          cell += '"'
          at += 1
        } else break
      }
      at += 1
    }
    while (at < csv.length && csv[at] !== separator && csv[at] !== '\r' && csv[at] !== '\n') {
      cell += csv[at]
      at += 1
    }
    row.push(cell)
    if (csv[at] === separator) {
      at += 1
      continue
    }
    at += csv.startsWith('\r\n', at) ? 2 : 1
    rows.push(row)
    row = []
  }
  return rows
}
