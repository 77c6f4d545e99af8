/**
 * Cuts the query of every URL in a text, because a signed URL's signature is in its query. For logs
 * and for words of others that we show.
 */
export function cutSignatures(text: string): string {
  return text.replace(/(https?:\/\/[^\s"'<>\\?#]+)\?[^\s"'<>\\]*/gi, '$1?…')
}
