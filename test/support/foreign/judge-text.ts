import assert from 'node:assert/strict'
import { CANARY } from './hostile.ts'

/** What any answer may have as its status: a fault of ours is none of them. */
const TAKEN = new Set([200, 204, 302, 303, 400, 403, 404, 409, 422, 502, 503])
const LONGEST = 1_500_000
/** The whole answer of the service as a file is as long as that, with what acts written as six characters. */
const LONGEST_FILE = 6 * LONGEST

const MARKUP = ['<canary-tag', '<%', 'href="javascript:', 'action="javascript:']

/** Words that only a fault of ours prints. */
const OURS = /\[object |\bundefined\b|\bNaN\b|\[native code\]|-?\bInfinity\b/

/**
 * `ofService`: a status that the service itself answered, which passes.
 * No fault, no secret, no markup of others, no turned text: of pages, fragments, streams and CSV.
 */
export function judgeText(place: string, status: number, text: string, ofService = 200) {
  const near = (at: number) => `${place}: ${text.slice(Math.max(0, at - 200), at + 60)}`
  assert.ok(TAKEN.has(status) || status === ofService, `${place}: ${status}\n${text.slice(0, 300)}`)
  // A table of CSV has no markup, so `<` is a letter there.
  for (const bad of place.endsWith('.csv') ? [CANARY] : [CANARY, ...MARKUP]) {
    assert.equal(text.indexOf(bad), -1, near(text.indexOf(bad)))
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const odd = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e]/.exec(text)
  assert.equal(odd?.index ?? -1, -1, near(odd?.index ?? 0))
  const longest = place.endsWith('/result.json') ? LONGEST_FILE : LONGEST
  assert.ok(text.length < longest, `${place}: ${text.length} characters`)
}

/** The words of a page are words. */
export function judgeWords(place: string, page: string) {
  const near = (at: number) => `${place}: ${page.slice(Math.max(0, at - 200), at + 60)}`
  const at = page.search(OURS)
  assert.equal(at, -1, near(at))
}

/** No cell is a formula for a spreadsheet, whichever separator it takes. */
export function judgeCsv(text: string) {
  for (const cell of text.slice(1).split(/[,;\t\r\n]/)) {
    const bare = cell.replace(/^[\s"\p{Cc}\p{Cf}]+/u, '')
    const isNumber = /^-\d[\d.]*(e[+-]?\d+)?$/.test(bare)
    assert.ok(isNumber || !/^[=+\-@＝＋－＠]/.test(bare), `a formula: ${cell}`)
  }
}

/** Only elements of the format, no secret, and no character that XML 1.0 forbids. */
export function judgeXml(text: string) {
  assert.equal(text.indexOf(CANARY), -1, 'a secret in the XML')
  const bare = text.replace(/<\?xml [^>]*\?>/, '').replace(/&(amp|lt|gt);/g, '')
  const known =
    /<\/?(file|ALL_INSTANCES|instance|ID|start|end|code|label|group|text|ROWS|row|R|G|B)>/g
  assert.doesNotMatch(bare.replace(known, ''), /[<&]/, 'an element or sign that is not ours')
  assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cs}\ufffe\uffff]/u)
}

/** Every line is one of ours: nobody writes an event into a stream. */
export function judgeStream(place: string, text: string) {
  for (const line of text.split(/\r\n|\r|\n/)) {
    assert.match(line, /^(|:.*|data: .*|data:|id: \d+|event: (alive|done|stale|gone))$/s, place)
  }
}

/** What the log says where the fault is ours. */
const FAULTS = new Set([
  'request failed',
  'the page of an error could not be made',
  'background work failed',
])

/** A log line is one JSON object without a secret, and tells of no fault of ours. */
export function judgeLog(line: string) {
  assert.equal(line.indexOf(CANARY), -1, `log: ${line.slice(0, 500)}`)
  assert.ok(!FAULTS.has(JSON.parse(line).msg), `log: ${line.slice(0, 1_500)}`)
}
