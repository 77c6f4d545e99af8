import type { Action } from '../job/allowed-actions.ts'
import { type Fields, textOf } from './fields.ts'

export type TrackField = 'trackId' | 'track_id'

/** The actions that choose a track, with the form field that names the track. */
export const TRACK_FIELDS = {
  'select-track': 'trackId',
  'pick-player': 'track_id',
} as const satisfies Partial<Record<Action, TrackField>>

/** Undefined if the action chooses no track. */
export function trackFieldOf(action: Action): TrackField | undefined {
  return (TRACK_FIELDS as Partial<Record<Action, TrackField>>)[action]
}

/** The track that a form chooses, for either action. `track` is empty if the form names none. */
export function chosenIn(fields: Fields): { field: TrackField; track: string } {
  const field = textOf(fields, 'trackId') === '' ? 'track_id' : 'trackId'
  return { field, track: textOf(fields, field) }
}

/** The message if `chosenIn` finds no track. */
export const CHOOSE = 'Choose a player.'
