import type { FastifyInstance } from 'fastify'
import type { Demo } from '../demo.ts'
import { candidateRoutes } from '../routes/candidates.ts'
import { createJobRoute } from '../routes/create-job.ts'
import { confirmSelectionRoute, enqueueRoute } from '../routes/enqueue.ts'
import { lgiRoutes } from '../routes/lgi.ts'
import { livenessRoutes } from '../routes/liveness.ts'
import { pickPlayerRoutes } from '../routes/pick-player.ts'
import { pictureRoutes } from '../routes/pictures.ts'
import { playerProfileRoute } from '../routes/player-profile.ts'
import { playerRefRoute } from '../routes/player-ref.ts'
import { readJobRoutes } from '../routes/read-job.ts'
import { reportRoutes } from '../routes/reports.ts'
import { retryRoute } from '../routes/retry.ts'
import { selectTrackRoute } from '../routes/select-track.ts'
import { selectionRoute } from '../routes/selection.ts'
import { targetRoutes } from '../routes/target.ts'

/** The routes of revision 67ab429 of 2026-07-30 (docs/contract.md#routes). */
export function julyRoutes(app: FastifyInstance, demo: Demo): void {
  livenessRoutes(app, demo)
  createJobRoute(app, demo)
  readJobRoutes(app, demo)
  candidateRoutes(app, demo)
  pictureRoutes(app, demo)
  selectTrackRoute(app, demo)
  pickPlayerRoutes(app, demo)
  targetRoutes(app, demo)
  selectionRoute(app, demo)
  playerRefRoute(app, demo)
  enqueueRoute(app, demo)
  confirmSelectionRoute(app, demo)
  retryRoute(app, demo)
  playerProfileRoute(app, demo)
  reportRoutes(app, demo)
  lgiRoutes(app, demo)
}
