import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { toJobPage } from '../view-models/job.ts'
import type { Problem } from '../view-models/problem.ts'
import { flowInput, type JobRead, sendView } from './job-view.ts'

/** The frame page again, with what went wrong and the box as it was typed. */
export function showFrameProblem(
  app: FastifyInstance,
  _request: FastifyRequest,
  reply: FastifyReply,
  read: JobRead,
  problem: Problem,
): FastifyReply {
  return sendView(reply, 'pages/job', toJobPage(flowInput(app, read, problem)))
}
