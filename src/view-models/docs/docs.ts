import { REFUSALS } from '../../errors/refusals.ts'
import { type ErrorWords, SERVICE_CODES } from '../../errors/service-codes.ts'
import { GUIDE } from '../../openapi/guide/guide.ts'
import { OPERATIONS, TAGS } from '../../openapi/operations/index.ts'
import { ownRows } from '../../openapi/own-rows.ts'
import type { ApiDocument } from '../../openapi/types.ts'
import type { Urls } from '../../urls.ts'
import { type PageModel, page } from '../page.ts'
import type { Reach } from './curl.ts'
import { type DocsRoute, type KnownOperation, toRoute } from './route.ts'
import { type Piece, piecesOf } from './words.ts'
import { type DocsStep, toWorkedJob } from './worked.ts'

/** `views/pages/docs.eta`. */
export interface DocsPage extends PageModel {
  guide: { id: string; title: string; says: Piece[][]; list: Piece[][] }[]
  /** What to set before a command is copied, such as `TOKEN=…`. */
  variables: string
  credential: Reach['credential']
  steps: DocsStep[]
  groups: { title: string; says: string; routes: DocsRoute[] }[]
  errors: { title: string; rows: DocsError[] }[]
  /** One of our own errors, as it is sent. */
  errorBody: string
}

interface DocsError {
  code: string
  statuses: string
  message: string
  whatToDo: string
}

export function toDocsPage(
  urls: Urls,
  document: ApiDocument,
  reach: Reach,
  basePath: string,
): DocsPage {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]): KnownOperation => ({
        ...operation,
        path,
        method: method === 'post' ? 'POST' : 'GET',
      }),
    ),
  )
  return {
    ...page(urls, 'For scripts', { sheet: 'docs' }),
    guide: GUIDE.map(({ id, title, says, list = [] }) => ({
      id,
      title,
      says: says.map(piecesOf),
      list: list.map(piecesOf),
    })),
    variables: [
      ...(reach.credential === 'token' ? ['TOKEN=your-token'] : []),
      ...(reach.credential === 'basic' ? ['NAME=your-name'] : []),
      'JOB=the-id-of-a-job',
      'ATTEMPT=its-attempt',
    ].join('\n'),
    credential: reach.credential,
    steps: toWorkedJob(reach),
    groups: TAGS.map(({ name, description }) => ({
      title: name,
      says: description,
      routes: operations
        .filter(({ tags }) => tags.includes(name))
        .sort((a, b) => placeOf(a) - placeOf(b))
        .map((operation) => toRoute(document, operation, reach, basePath)),
    })),
    errors: [
      { title: 'Errors of Touchline', rows: ownErrors() },
      { title: 'Errors of the service', rows: serviceErrors() },
    ],
    errorBody: JSON.stringify(ownExample(document, 'INVALID_BODY'), null, 2),
  }
}

/** The document sorts operations by path. The page shows them in the order in which a job needs them. */
function placeOf({ operationId }: KnownOperation): number {
  return OPERATIONS.findIndex(({ id }) => id === operationId)
}

function ownExample({ components }: ApiDocument, code: string): unknown {
  const example = components['examples']?.[`ours-${code}`] as { value: unknown } | undefined
  return example?.value
}

function ownErrors(): DocsError[] {
  return ownRows().map(({ code, status, message, whatToDo }) => ({
    code,
    statuses: String(status),
    message,
    whatToDo,
  }))
}

/** Explains the codes of the service in the words of the pages. Our own codes are in the other list. */
function serviceErrors(): DocsError[] {
  const words: Readonly<Record<string, ErrorWords>> = { ...SERVICE_CODES, ...REFUSALS }
  const ours = new Set(ownRows().map(({ code }) => code))
  const statuses = new Map<string, Set<string>>()
  for (const { service } of OPERATIONS) {
    for (const [status, codes] of Object.entries(service)) {
      for (const code of codes) statuses.set(code, (statuses.get(code) ?? new Set()).add(status))
    }
  }
  return [...statuses]
    .filter(([code]) => !ours.has(code))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, found]) => ({
      code,
      statuses: [...found].sort().join(', '),
      message: words[code]?.message ?? 'The code does not say what is wrong.',
      whatToDo: words[code]?.whatToDo ?? 'Decide on the status.',
    }))
}
