/**
 * The upstream's own words for the screen: on one line, and without the query of any address in
 * them, because that is where a signed URL carries its signature.
 */
export function serviceWords(text: string): string {
  return text
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s?#'"<>]*)[?#][^\s'"<>)]*/gi, '$1')
    .replace(/\b(X-Amz-[\w-]+|Signature|sig|token)=[^\s&'"<>)]+/gi, '$1=…')
    .replace(/\s+/g, ' ')
    .trim()
}
