import { weakTag } from './weak-tag.ts'

/** Tags change after this time, milliseconds, because signed links live only an hour (docs/contract.md#assets). */
const SLOT_MS = 15 * 60_000

/** The last part of the service's envelope. Like the signatures of links (`SIGNED`), it is new in every answer. */
const ENVELOPE = /,\s{0,9}"meta"\s{0,9}:\s{0,9}\{[^{}]{0,500}\}\s{0,9}\}\s{0,9}$/
const ENVELOPE_CHARACTERS = 600
const SIGNED = /X-Amz-(?:Credential|Date|Security-Token|Signature)=[^&"\\]*/g

/**
 * A weak tag (RFC 9110, 8.8.1) for a JSON answer: two answers with the same tag say the same about the job. A link with
 * an unknown kind of signature changes the tag each time. That costs a transfer, but nobody gets an outdated answer.
 * @param now milliseconds since the epoch
 */
export function answerTag(body: Buffer, now: number): string {
  const text = body.toString('latin1')
  const end = Math.max(0, text.length - ENVELOPE_CHARACTERS)
  const said = text.slice(0, end) + text.slice(end).replace(ENVELOPE, '')
  const slot = String(Math.floor(now / SLOT_MS))
  return weakTag(Buffer.from(said.replace(SIGNED, ''), 'latin1'), slot)
}
