import t from 'tap'
import { asArray, asRecord, asString } from '../../../src/domain/text/reading.ts'
import { explainCode, explainCodes } from '../../../src/domain/words/warnings.ts'
import { recordedResults } from '../../support/service/stored-jobs.ts'

t.test(
  'every recorded warning, failure reason and reason code has an explanation of its own',
  (t) => {
    const codes = new Set<string>()
    for (const data of recordedResults().values()) {
      const result = asRecord(data['result'])
      const evidence = asRecord(result['evidence_metrics'])
      const found = [
        data['failure_reason'],
        ...asArray(data['warnings']),
        ...asArray(result['reason_codes']),
        ...asArray(evidence['reason_codes']),
      ]
      for (const code of found) codes.add(asString(code) ?? '')
    }
    codes.delete('')
    t.ok(codes.size > 10, 'the recordings hold codes')
    for (const code of codes) t.notMatch(explainCode(code).meaning, /no explanation/, code)
    t.end()
  },
)

t.test('an unknown code is shown by its readable name, as the word of the service', (t) => {
  for (const [code, title] of [
    ['SOME_NEW_CODE', 'Some new code'],
    ['constructor', 'Constructor'],
    ['__proto__', 'Proto'],
    ['', 'Unnamed'],
  ] as const) {
    const notice = explainCode(code)
    t.equal(notice.title, title)
    t.match(notice.meaning, /^The service reported this/)
  }
  t.end()
})

t.test('codes come once each, what needs attention first', (t) => {
  const codes = ['PITCH_NOT_CALIBRATED', 'MISSING_CLIPS', 'TRACKING_TIMEOUT', 'MISSING_CLIPS']
  t.same(
    explainCodes(codes).map(({ code }) => code),
    ['TRACKING_TIMEOUT', 'MISSING_CLIPS', 'PITCH_NOT_CALIBRATED'],
  )
  t.end()
})
