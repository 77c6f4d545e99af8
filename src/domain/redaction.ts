/** The query of an address, its slashes plain or escaped as JSON may have them. */
const QUERY = /(https?:(?:\\?\/){2}[^\s"'<>?#]+)\?[^\s"'<>]*/gi

/** The query of an address that is itself a value in a query. */
const ENCODED_QUERY = /(https?%3A%2F%2F[^\s"'<>&]+?)%3F[^\s"'<>&]*/gi

/** What signs or opens something, wherever it stands: S3, Google, Azure and CloudFront spellings. */
const SECRET_VALUE =
  /\b((?:X-(?:Amz|Goog)-[a-z-]+|AWSAccessKeyId|(?:access_?)?token|signature|sig|policy|password|secret|api_?key)(?:=|%3D))[^\s"'<>&]*/gi

/**
 * Cuts the query of every URL in a text, because a signed URL's signature is in its query, and the
 * values that sign or open something. For logs and for words of others that we show.
 */
export function cutSignatures(text: string): string {
  return text.replace(QUERY, '$1?…').replace(ENCODED_QUERY, '$1?…').replace(SECRET_VALUE, '$1…')
}
