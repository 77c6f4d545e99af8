/** Most bytes of an answer: the keys of a provider are some thousand. */
const MOST_BYTES = 1_000_000

/** As `fetch` throws for no answer; its name is what the log says. */
class AnswerTooLong extends TypeError {
  override name = 'AnswerTooLong'
}

/** `fetch` for answers of a provider, which are read in whole. Throws a `TypeError`, as for no answer, where one is longer. */
export async function boundedFetch(url: string, options: RequestInit): Promise<Response> {
  const answer = await fetch(url, options)
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of answer.body ?? []) {
    bytes += part.length
    // To leave the loop ends the transfer.
    if (bytes > MOST_BYTES) throw new AnswerTooLong('the answer is too long')
    parts.push(part)
  }
  const { status, statusText, headers } = answer
  const body = answer.body === null ? null : Buffer.concat(parts)
  return new Response(body, { status, statusText, headers })
}
