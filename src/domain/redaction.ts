// Every pattern takes time in proportion to the text (test/linear-patterns.test.ts): what it begins
// to match it matches, or gives up after a bounded number of characters.

/**
 * An address of any scheme: up to its query or fragment, and what follows. Its marks stand plain,
 * escaped as JSON may have them, or percent-encoded once or twice, as in the query of another address.
 */
const ADDRESS =
  /([a-z][a-z0-9+.-]{0,19}(?::|%(?:25)?3a)(?:\\?\/|%(?:25)?2f){2}(?:(?!%(?:25)?(?:3f|23))[^\s"'<>?#])*)([?#][^\s"'<>]*|%(?:25)?(?:3f|23)[^\s"'<>&]*)?/gi

/** Name and password before the host. */
const USER = /^([^/%]*(?:\\?\/|%(?:25)?(?:3a|2f))+)[^/]*(?:@|%(?:25)?40)/i

/** What signs or opens something, wherever it stands: S3, Google, Azure and CloudFront spellings, and JSON's. */
const SECRET_VALUE =
  /((?:x-(?:amz|goog)-[a-z-]{1,40}|signature|sig|token|jwt|secret|passw(?:or)?d|pwd|policy|credential|api[_-]?key|access[_-]?key(?:[_-]?id)?|key-pair-id|session[_-]?id)(?:\\?["'])? ?(?:=|%(?:25)?3d|:(?= ?\\?["'])) ?(?:\\?["'])?)[^\s"'<>&]+/gi

/** The same in a header. */
const SECRET_HEADER =
  /((?:authorization|cookie|x-api-key|x-(?:amz|goog)-[a-z-]{1,40}) ?: ?(?:(?:bearer|basic) )?)[^\s"'<>]+/gi

/**
 * Cuts the query of every address in a text, because a signed address carries its signature there,
 * its user and password, and every other value that signs or opens something. The one place where
 * this is decided: for the log and, through `foreignText`, for pages.
 */
export function cutSignatures(text: string): string {
  return text
    .replace(ADDRESS, (_all, address: string, rest: string | undefined) => {
      const shown = address.replace(USER, '$1…@')
      return rest === undefined ? shown : `${shown}?…`
    })
    .replace(SECRET_VALUE, '$1…')
    .replace(SECRET_HEADER, '$1…')
}
