import type { TSchema } from '@sinclair/typebox'
import { EnqueueBody, ReportBody, RetryBody } from '../../contracts/actions.ts'
import { PickPlayerBody, PlayerProfileBody, PlayerRefBody } from '../../contracts/player.ts'
import { SelectTrackBody } from '../../contracts/select-track.ts'
import { SelectionBody } from '../../contracts/selection.ts'
import { TargetBody } from '../../contracts/target.ts'
import type { Decoded, Fields, FormContext } from '../../domain/forms/fields.ts'
import { playerProfileForm } from '../../domain/forms/names.ts'
import { pickPlayerForm, playerRefForm, selectTrackForm } from '../../domain/forms/player.ts'
import { selectionForm, targetForm } from '../../domain/forms/target.ts'
import type { Action } from '../../domain/job/allowed-actions.ts'

/** One action: its contract, which checks scripts and forms alike, and how a form becomes its body. */
export interface ActionRoute {
  action: Action
  body: TSchema
  /** True if a script may send no body; `{}` is then sent. */
  bodyOptional: boolean
  fromForm: (fields: Fields, context: FormContext) => Decoded
}

const nothing = (): Decoded => ({ body: {} })
const needed = (action: Action, body: TSchema, fromForm: ActionRoute['fromForm']): ActionRoute => ({
  action,
  body,
  bodyOptional: false,
  fromForm,
})
const bare = (action: Action, body: TSchema): ActionRoute => ({
  action,
  body,
  bodyOptional: true,
  fromForm: nothing,
})

/** `POST /api/jobs/:jobId/<action>`, each the same action upstream. */
export const ACT_ROUTES: readonly ActionRoute[] = [
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

/** The same routes by their action. */
export const ROUTES = new Map(ACT_ROUTES.map((route) => [route.action, route]))
