import type { Issue } from '../../contracts/issues.ts'
import type { FormFault } from '../../domain/forms/fields.ts'
import { ownStatus } from '../../domain/http/status.ts'
import { isUnknownRoute } from '../../domain/job/service-facts.ts'
import { foreignText } from '../../domain/text/foreign-text.ts'
import { readableName } from '../../domain/text/readable-name.ts'
import { asArray, asRecord } from '../../domain/text/reading.ts'
import { type Asked, errorAdvice, UNKNOWN_ROUTE } from '../../errors/advice.ts'
import type { ErrorRow } from '../../errors/own-error.ts'
import { MISSING, REFUSALS, type RefusalCode } from '../../errors/refusals.ts'
import { BODY_ROW, FORM_ROW } from '../../errors/request.ts'

/** Something that did not work, as `views/fragments/problem.eta` says it. */
export interface Problem {
  status: number
  /** Whether the service said it; false for what we say ourselves, such as that it was not reached. */
  ofService: boolean
  title: string
  whatToDo: string
  /** What the same press did before it failed, in a sentence. */
  before?: string | null
  /** The service's own message, shown as a quotation. */
  quote: string | null
  code: string | null
  requestId: string
  faults: FieldFault[]
  /** What a start of the analysis lacks, in words. */
  missing: string[]
}

/** `field` is the id of the control that the message links to; null if it is about the whole form. */
interface FieldFault {
  field: string | null
  message: string
}

/** Most characters of a message of the service; anything longer is a dump that nobody reads. */
const MAX_QUOTE_CHARACTERS = 400
/** Most faults of the service that are shown; nobody corrects more at once. */
const MOST_FAULTS = 50

/**
 * A problem from an error answer of the service (docs/contract.md#error-envelope), or from our
 * own, which has the same shape. `error` may be missing, text, or carry the code `HTTP_ERROR`.
 */
export function problemFromUpstream(
  said: number,
  json: unknown,
  requestId: string,
  asked: Asked = 'change',
): Problem {
  const status = ownStatus(said)
  const answer = asRecord(json)
  const error = asRecord(answer['error'])
  const details = asRecord(error['details'])
  const code = foreignText(error['code'])
  const errors = asArray(details['errors'])
  const missing = asArray(error['missing'] ?? details['missing'])
  return {
    status,
    ofService: true,
    ...(isUnknownRoute(status, json) ? UNKNOWN_ROUTE : errorAdvice(code, status, asked)),
    quote: quoteOf(error['message']) ?? quoteOf(answer['error']) ?? quoteOf(answer['detail']),
    code: code === 'HTTP_ERROR' ? null : code,
    requestId: foreignText(asRecord(answer['meta'])['request_id']) ?? requestId,
    faults: [
      ...errors.slice(0, MOST_FAULTS).flatMap(readTypedFault),
      ...(errors.length > MOST_FAULTS
        ? [{ field: null, message: `The service names ${errors.length - MOST_FAULTS} more.` }]
        : []),
    ],
    missing: missing.slice(0, MOST_FAULTS).flatMap((name) => {
      const text = foreignText(name)
      return text === null ? [] : [missingWords(text)]
    }),
  }
}

/**
 * A problem from the issues of a form's body. `labels` maps a field's name to its words on the screen; the
 * control has the name as its id. An issue elsewhere is said without a link.
 */
export function problemFromIssues(
  issues: readonly Issue[],
  labels: Record<string, string>,
): Problem {
  return {
    ...fromRow({ ...BODY_ROW, message: FORM_ROW.message }),
    faults: issues.map(({ path, message }) => {
      const name = path.split(/\W/).at(-1) ?? ''
      const label = Object.hasOwn(labels, name) ? labels[name] : undefined
      if (label === undefined) return { field: null, message: sentence(message) }
      return { field: name, message: `${label} ${message}` }
    }),
  }
}

/** A problem from faulty fields of a form. Each fault links to the control whose id is its `field`. */
export function problemFromFormFaults(faults: readonly FormFault[]): Problem {
  return { ...fromRow(FORM_ROW), faults: [...faults] }
}

/** A problem that we see ourselves before anything is sent (`permission`); `message` says it more exactly. */
export function problemFromRefusal(code: RefusalCode, message?: string): Problem {
  return fromRow({ ...REFUSALS[code], ...(message === undefined ? {} : { message }) })
}

/** A problem of Touchline or of the connection to the service, in the words of the error catalogue. */
export function problemFromError(error: ErrorRow): Problem {
  return fromRow(error)
}

function fromRow({ code, status, pageStatus = status, message, whatToDo }: ErrorRow): Problem {
  return { ...EMPTY, status: pageStatus, title: message, whatToDo, code }
}

/** A problem of our own that needs only two sentences. */
export function plainProblem(
  status: number,
  title: string,
  whatToDo: string,
  requestId: string,
): Problem {
  return { ...EMPTY, status, title, whatToDo, code: null, requestId }
}

const EMPTY = { ofService: false, quote: null, requestId: '', faults: [], missing: [] }

/** Reasons of `error.missing` in words (docs/contract.md#enqueue). */
function missingWords(name: string): string {
  return Object.hasOwn(MISSING, name)
    ? MISSING[name as keyof typeof MISSING].isMissing
    : `${readableName(name)} is missing.`
}

/** FastAPI's typed faults: `{loc:["body","role"],msg}` (docs/contract.md#create-job). */
function readTypedFault(value: unknown): FieldFault[] {
  const fault = asRecord(value)
  if (foreignText(fault['msg']) === null) return []
  const name = foreignText(asArray(fault['loc']).at(-1))
  const text = quoteOf(fault['msg']) ?? 'is not valid'
  return [{ field: name, message: name === null ? text : `${readableName(name)}: ${text}` }]
}

/** Leaves out a Python stack. */
function quoteOf(words: unknown): string | null {
  if (typeof words !== 'string') return null
  return foreignText(words.split('Traceback (most recent', 1)[0], MAX_QUOTE_CHARACTERS)
}

function sentence(message: string): string {
  return `The form ${message}`
}
