import { weakTag } from './weak-tag.ts'

/** Signed links live an hour (docs/contract.md#assets): a copy that is said to be still true is younger than this, milliseconds. */
const SLOT_MS = 15 * 60_000

/** What each answer of the service has anew: its envelope's last part, and when its links were signed. */
const ENVELOPE = /,\s{0,9}"meta"\s{0,9}:\s{0,9}\{[^{}]{0,500}\}\s{0,9}\}\s{0,9}$/
const ENVELOPE_CHARACTERS = 600
const SIGNED = /X-Amz-(?:Credential|Date|Security-Token|Signature)=[^&"\\]*/g

/**
 * A weak tag (RFC 9110, 8.8.1) for an answer in JSON: two answers with the same tag say the same of the job. A link that
 * is signed in a way that we do not know makes another tag each time, which costs a transfer and is never untrue.
 * @param now milliseconds since the epoch
 */
export function answerTag(body: Buffer, now: number): string {
  const text = body.toString('latin1')
  const end = Math.max(0, text.length - ENVELOPE_CHARACTERS)
  const said = text.slice(0, end) + text.slice(end).replace(ENVELOPE, '')
  const slot = String(Math.floor(now / SLOT_MS))
  return weakTag(Buffer.from(said.replace(SIGNED, ''), 'latin1'), slot)
}
