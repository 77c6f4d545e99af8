import type { Action } from '../job/allowed-actions.ts'
import { type Fields, textOf } from './fields.ts'

export type TrackField = 'trackId' | 'track_id'

/** The actions that choose a track, each with the field of its form that names the track. */
export const TRACK_FIELDS = {
  'select-track': 'trackId',
  'pick-player': 'track_id',
} as const satisfies Partial<Record<Action, TrackField>>

/** Undefined if the action chooses no track. */
export function trackFieldOf(action: Action): TrackField | undefined {
  return (TRACK_FIELDS as Partial<Record<Action, TrackField>>)[action]
}

/** The track that a form chooses, whichever of the actions it is for; `track` is empty if it names none. */
export function chosenIn(fields: Fields): { field: TrackField; track: string } {
  const field = textOf(fields, 'trackId') === '' ? 'track_id' : 'trackId'
  return { field, track: textOf(fields, field) }
}

/** Said where `chosenIn` finds none. */
export const CHOOSE = 'Choose a player.'
