import type { JobDeed, JobNote } from '../../domain/club/listed-job.ts'
import { readableName } from '../../domain/text/readable-name.ts'
import type { Urls } from '../../urls.ts'
import { isolated, type Moment, moment } from '../format.ts'
import { type NoteForm, toNoteForm } from './note.ts'

/** What the club knows of a job: `views/fragments/club/of-job.eta`. */
export interface ClubOfJob {
  history: { words: string; before: string | null; at: Moment | null }[]
  /** `remove` is null if the reader may not delete it. */
  notes: { id: string; text: string; by: string; at: Moment | null; remove: string | null }[]
  /** Null if the reader may not write a note. */
  addNote: NoteForm | null
  /** What became of the note that was just sent; null if the list of notes shows it. */
  said: string | null
}

export interface NoteView {
  text: string
  by: string
  at: Moment | null
}

const DONE: Record<string, string> = {
  create: 'created the job',
  'select-track': 'chose the player',
  'pick-player': 'chose the player',
  'player-ref': 'drew the player',
  target: 'stored the target',
  selection: 'stored boxes of the target',
  enqueue: 'started the analysis',
  retry: 'tried the analysis again',
  report: 'asked for a report',
  'player-profile': 'changed the name, team or number',
  link: 'made a link for the coach',
  'revoke-link': 'revoked a link for the coach',
  'delete-note': 'deleted a note',
  'take-off': 'took the job off the list',
}

export function toClubOfJob(input: {
  urls: Urls
  jobId: string
  history: readonly JobDeed[]
  notes: readonly JobNote[]
  readOnly: boolean
  /** True if the reader is an administrator. */
  upkeep: boolean
  /** True if the same note was sent a moment ago. */
  sentAgain: boolean
}): ClubOfJob {
  const { urls, jobId, history, notes, readOnly, upkeep, sentAgain } = input
  return {
    history: history.map(({ action, who, at, fromStatus }) => ({
      words: `${personOf(who)} ${DONE[action] ?? `did “${action}”`}`,
      before: fromStatus && readableName(fromStatus),
      at: moment(at),
    })),
    notes: notes.map((note) => toNoteItem(note, upkeep ? urls.deleteNote(jobId, note.id) : null)),
    addNote: readOnly ? null : toNoteForm(urls, jobId),
    said: sentAgain ? 'This note was sent twice within a minute. It stands here once.' : null,
  }
}

export function toNoteItem(
  { id, text, who, at }: JobNote,
  remove: string | null,
): ClubOfJob['notes'][number] {
  return { id, text, by: personOf(who), at: moment(at), remove }
}

export function toNotes(notes: readonly JobNote[]): NoteView[] {
  return notes.map(({ text, who, at }) => ({ text, by: personOf(who), at: moment(at) }))
}

/** `who` is null if nobody signs in, or if the person has no name here. */
function personOf(who: string | null): string {
  return who === null ? 'Somebody' : isolated(who)
}
