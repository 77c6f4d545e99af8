import { JOB_ID } from '../../contracts/params.ts'

const IN_ADDRESS = /\/jobs\/([^/?#\s]+)/

/** Reads a job id from typed or pasted text: an id, or the address of a page of a job. Null if it is neither. */
export function jobIdOf(text: string): string | null {
  const typed = text.trim()
  const id = JOB_ID.test(typed) ? typed : (IN_ADDRESS.exec(typed)?.[1] ?? '')
  return JOB_ID.test(id) ? id : null
}
