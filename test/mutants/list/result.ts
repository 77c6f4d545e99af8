import type { Mutant } from '../mutant.ts'

/** Faults in what a result says, and in its files. */
export const RESULT: Mutant[] = [
  {
    file: 'src/domain/result/result.ts',
    find: 'one.value !== null && !one.outside)',
    put: 'one.value !== null)',
    promise: 'a rating beyond its range is not shown as a rating',
    tests: ['routes/pages/outcomes'],
  },
  {
    file: 'src/domain/result/tracking.ts',
    find: 'empty: samples === 0 || (coveragePct === 0 && samples === null),',
    put: 'empty: false,',
    promise: 'a rating that rests on no frame says so beside it',
    tests: ['routes/pages/outcomes'],
  },
  {
    file: 'src/domain/result/outcome.ts',
    find: "reading.trackingFailed ? 'tracking-failed' : 'tracking-only'",
    put: "reading.trackingFailed ? 'tracking-only' : 'tracking-only'",
    promise: 'no two ends of a run look alike',
    tests: ['routes/pages/outcomes'],
  },
  {
    file: 'src/domain/result/files/sportscode.ts',
    find: "element('end', seconds(endSec))",
    put: "element('end', seconds(Math.round(endSec)))",
    promise: 'the XML has the very times of clips and presence',
    tests: ['flows/result/files'],
  },
  {
    file: 'src/domain/result/files/full-json.ts',
    find: '[unsigned(name), withoutSignatures(inner)]',
    put: '[name, withoutSignatures(inner)]',
    promise: 'no signature is in the JSON that is passed on, not in a name either',
    tests: ['canary'],
  },
  {
    file: 'src/domain/result/files/full-json.ts',
    find: 'return unsigned(value)',
    put: 'return value',
    promise: 'no signature that a hidden character breaks is in the JSON that is passed on',
    tests: ['domain/result/full-json'],
  },
  {
    file: 'src/domain/result/side-by-side.ts',
    find: '    .sort((a, b) => ORDER.indexOf(a.group) - ORDER.indexOf(b.group))\n',
    put: '',
    promise: 'the CSV of a comparison equals its table',
    tests: ['flows/result/compare'],
  },
  {
    file: 'src/domain/result/quotations.ts',
    find: 'meaning === null && !isGuarded(result) ? null',
    put: 'meaning === null ? null',
    promise: 'no Italian sentence stands unexplained',
    tests: ['flows/result/gallery'],
  },
]
