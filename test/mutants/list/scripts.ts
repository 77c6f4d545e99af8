import type { Mutant } from '../mutant.ts'

/** What scripts are told of the routes, and how they are answered. */
export const SCRIPTS: Mutant[] = [
  {
    file: 'src/view-models/docs/curl.ts',
    find: 'base: `${isPlain ? origin : ',
    put: 'base: `${origin ? origin : ',
    promise: 'an address that a shell would run is not put into a command',
    tests: ['view-models/docs/curl', 'openapi/entry'],
  },
  {
    file: 'src/domain/http/answer-tag.ts',
    find: 'String(Math.floor(now / SLOT_MS))',
    put: "''",
    promise: 'a copy that is called still true has young links',
    tests: ['routes/unless-same'],
  },
  {
    file: 'src/routes/unless-same.ts',
    find: "headers['etag'] === undefined && ",
    put: '',
    promise: "the service's own validators come first",
    tests: ['routes/unless-same'],
  },
  {
    file: 'src/domain/http/accept.ts',
    find: 'return problem > 0 && problem >=',
    put: 'return problem >=',
    promise: 'who refuses problem+json does not get it',
    tests: ['http/problem-json'],
  },
  {
    file: 'src/openapi/from-contract.ts',
    find: '...(inWords.length === 0 ? {} : { allOf: inWords })',
    put: '',
    promise: 'the document says which keys a body must hold',
    tests: ['openapi/document'],
  },
]
