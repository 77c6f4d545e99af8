/** One media range of `Accept`, such as `text/*;q=0.5`. */
interface MediaRange {
  type: string
  subtype: string
  /** True if the range has parameters that our answers do not have. */
  special: boolean
  /** 0 to 1; 0 means refused. */
  quality: number
}

/**
 * True if `Accept` prefers a web page to JSON (RFC 9110, 12.5.1). For each type, the most
 * specific range gives the quality. A tie, `* / *` and a missing header mean JSON.
 */
export function prefersPage(accept: string | undefined): boolean {
  if (accept === undefined) return false
  const ranges = splitOutsideQuotes(accept, ',').flatMap(readRange)
  const forScript = Math.max(qualityOf('application', 'json', ranges), problemQuality(ranges))
  return qualityOf('text', 'html', ranges) > forScript
}

/**
 * True if `Accept` asks for errors as `application/problem+json` (RFC 9457): it names the type and does not prefer
 * JSON. A client that accepts anything gets our usual JSON errors.
 */
export function prefersProblem(accept: string | undefined): boolean {
  if (accept === undefined || !/problem\+json/i.test(accept)) return false
  const ranges = splitOutsideQuotes(accept, ',').flatMap(readRange)
  const problem = problemQuality(ranges)
  return problem > 0 && problem >= qualityOf('application', 'json', ranges)
}

/** 0 if the type is not named. */
function problemQuality(ranges: readonly MediaRange[]): number {
  const named = ranges.filter(
    ({ type, subtype }) => type === 'application' && subtype === 'problem+json',
  )
  return Math.max(0, ...named.map(({ quality }) => quality))
}

function qualityOf(type: string, subtype: string, ranges: readonly MediaRange[]): number {
  let best = 0
  let quality = 0
  for (const range of ranges) {
    const specificity = specificityFor(type, subtype, range)
    if (specificity === 0 || specificity < best) continue
    quality = specificity > best ? range.quality : Math.max(quality, range.quality)
    best = specificity
  }
  return quality
}

/** 0 if the range does not cover the type. */
function specificityFor(type: string, subtype: string, range: MediaRange): number {
  if (range.type === type && range.subtype === subtype) return range.special ? 3 : 4
  if (range.subtype !== '*') return 0
  if (range.type === type) return 2
  return range.type === '*' ? 1 : 0
}

function readRange(text: string): MediaRange[] {
  const [name = '', ...parameters] = splitOutsideQuotes(text, ';').map((part) =>
    part
      .toLowerCase()
      .split('=')
      .map((side) => side.trim())
      .join('='),
  )
  const [, type, subtype] = /^([^/\s]+)\/([^/\s]+)$/.exec(name) ?? []
  if (type === undefined || subtype === undefined) return []
  const weight = parameters.find((parameter) => parameter.startsWith('q='))
  return [
    {
      type,
      subtype,
      special: parameters.some((parameter) => !/^(q=|charset="?utf-?8"?$|$)/.test(parameter)),
      quality: weight === undefined ? 1 : qualityFrom(weight.slice(2)),
    },
  ]
}

/** Also reads `.2`, which some clients send. Text that is not a number counts as 1. */
function qualityFrom(text: string): number {
  const value = Number(text)
  return text === '' || Number.isNaN(value) ? 1 : Math.min(Math.max(value, 0), 1)
}

const PARTS = {
  ',': /(?:[^,"]|"(?:\\.|[^"\\])*"?)+/g,
  ';': /(?:[^;"]|"(?:\\.|[^"\\])*"?)+/g,
}

function splitOutsideQuotes(text: string, separator: keyof typeof PARTS): string[] {
  return text.match(PARTS[separator]) ?? []
}
