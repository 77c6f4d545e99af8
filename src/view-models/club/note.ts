import type { Urls } from '../../urls.ts'
import { numberText } from '../format.ts'
import { type PageModel, page } from '../page.ts'
import type { Problem } from '../problem/problem.ts'

/** Longest note, UTF-16 code units. */
const NOTE_UNITS = 2_000

/** `views/fragments/club/note-form.eta`. */
export interface NoteForm {
  /** Where the note is sent. */
  href: string
  typed: string
  rows: number
  /** `2,000`. The field has no `maxlength`, because browsers then cut pasted text silently. */
  most: string
}

/** `views/pages/note.eta`: a note that was not added, and its text. */
export interface NotePage extends PageModel {
  heading: string
  problem: Problem
  note: NoteForm
  jobHref: string
}

export function toNoteForm(urls: Urls, jobId: string, typed = '', rows = 3): NoteForm {
  return { href: urls.notes(jobId), typed, rows, most: numberText(NOTE_UNITS) }
}

export function toNotePage(urls: Urls, jobId: string, typed: string, problem: Problem): NotePage {
  const heading = 'The note was not added'
  return {
    ...page(urls, heading, { failed: true }),
    heading,
    problem,
    note: toNoteForm(urls, jobId, typed, 12),
    jobHref: urls.job(jobId),
  }
}

/** Null if the note is not too long. */
export function tooLong(text: string): string | null {
  const over = text.length - NOTE_UNITS
  return over > 0
    ? `The note has ${numberText(text.length)} characters: take ${numberText(over)} away, or write two notes`
    : null
}
