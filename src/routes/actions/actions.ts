import type { TSchema } from '@sinclair/typebox'
import { EnqueueBody, ReportBody, RetryBody } from '../../contracts/acts.ts'
import { PickPlayerBody, PlayerProfileBody, PlayerRefBody } from '../../contracts/player.ts'
import { SelectTrackBody } from '../../contracts/select-track.ts'
import { SelectionBody } from '../../contracts/selection.ts'
import { TargetBody } from '../../contracts/target.ts'
import type { Decoded, Fields, FormContext } from '../../domain/forms/fields.ts'
import {
  pickPlayerForm,
  playerProfileForm,
  playerRefForm,
  selectTrackForm,
} from '../../domain/forms/player.ts'
import { selectionForm, targetForm } from '../../domain/forms/target.ts'
import type { Act } from '../../domain/job/allowed-actions.ts'

/** One act: its contract, which judges scripts and forms alike, and how a form is read into it. */
export interface ActRoute {
  act: Act
  body: TSchema
  /** The caller may send nothing; `{}` is sent for it. */
  bodyOptional: boolean
  fromForm: (fields: Fields, context: FormContext) => Decoded
}

const nothing = (): Decoded => ({ body: {} })
const needed = (act: Act, body: TSchema, fromForm: ActRoute['fromForm']): ActRoute => ({
  act,
  body,
  bodyOptional: false,
  fromForm,
})
const bare = (act: Act, body: TSchema): ActRoute => ({
  act,
  body,
  bodyOptional: true,
  fromForm: nothing,
})

/** `POST /api/jobs/:jobId/<act>`, each the same act upstream. */
export const ACT_ROUTES: readonly ActRoute[] = [
  needed('select-track', SelectTrackBody, selectTrackForm),
  needed('pick-player', PickPlayerBody, pickPlayerForm),
  needed('player-ref', PlayerRefBody, playerRefForm),
  needed('target', TargetBody, targetForm),
  needed('selection', SelectionBody, selectionForm),
  needed('player-profile', PlayerProfileBody, playerProfileForm),
  bare('enqueue', EnqueueBody),
  bare('retry', RetryBody),
  bare('report', ReportBody),
]
