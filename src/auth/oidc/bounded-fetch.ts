/** Most bytes of an answer: the keys of a provider have some thousand. */
const MOST_BYTES = 1_000_000

/** A `TypeError`, as `fetch` throws if there is no answer. The log shows its name. */
class AnswerTooLong extends TypeError {
  override name = 'AnswerTooLong'
}

/** `fetch` for a provider's answers, read in whole. Throws a `TypeError`, as for no answer, if one is too long. */
export async function boundedFetch(url: string, options: RequestInit): Promise<Response> {
  const answer = await fetch(url, options)
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of answer.body ?? []) {
    bytes += part.length
    // Leaving the loop ends the transfer.
    if (bytes > MOST_BYTES) throw new AnswerTooLong('the answer is too long')
    parts.push(part)
  }
  const { status, statusText, headers } = answer
  const body = answer.body === null ? null : Buffer.concat(parts)
  return new Response(body, { status, statusText, headers })
}
