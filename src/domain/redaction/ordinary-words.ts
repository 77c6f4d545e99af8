/** Values that hold no secret: they say only that there is no value, or yes or no. */
const NOTHING = new Set(['null', 'none', 'nil', 'undefined', 'true', 'false'])

/** Words that may follow `token:` in a sentence about a token. A word that is not listed counts as the secret. */
const ORDINARY = new Set(
  `a absent absence access after all already an and any are at auth authentication authorization bad basic be
  bearer because been before blank but by can cannot check client code contact cookie cookies could credential
  credentials denied different digest disabled do does empty enabled error expected expired expires failed fails
  failure field for forbidden found from given got had has have header headers hidden how i if in incorrect
  invalid is it its key length line lookup malformed masked may mismatch mismatched missing must name needed
  needs negotiate new no not number object of ok old on only or password please present provided received
  redacted refused rejected request required requires response revoked scheme sent server service set
  short should signature string supplied that the there this timeout to token tokens too try type unable
  unauthenticated unauthorized unexpected unknown unset unsupported use used user valid validation value
  verification was we were when where which while why with without withheld wrong yes you your`.split(
    /\s+/,
  ),
)

export function tellsNothing(value: string): boolean {
  return NOTHING.has(value.toLowerCase()) || !/[\p{L}\p{N}]/u.test(value)
}

export function isOrdinary(value: string): boolean {
  const word = value.replace(/[.,;:!?)]{1,3}$/, '').toLowerCase()
  return ORDINARY.has(word) || tellsNothing(word)
}

/** True if the value looks like a key: letters with digits, capitals in the middle, or `=` at the end. */
export function looksMade(value: string): boolean {
  return (
    value.length >= 8 && (/[a-z][A-Z]|=$/.test(value) || (/\d/.test(value) && /[a-z]/i.test(value)))
  )
}
