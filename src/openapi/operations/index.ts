import type { Operation } from '../types.ts'
import { ACTION_OPERATIONS } from './actions.ts'
import { CLUB_OPERATIONS } from './club.ts'
import { OTHER_OPERATIONS } from './others.ts'
import { READ_OPERATIONS } from './reads.ts'

/** Every route of the document, in the best order for a reader. */
export const OPERATIONS: readonly Operation[] = [
  ...ACTION_OPERATIONS,
  ...READ_OPERATIONS,
  ...CLUB_OPERATIONS,
  ...OTHER_OPERATIONS,
]

export const TAGS = [
  { name: 'Change a job', description: 'In the order in which a job takes them' },
  { name: 'Read a job', description: 'The service’s answers, byte for byte' },
  {
    name: 'The list',
    description: 'Every job that went through Touchline, and what was done to it',
  },
  { name: 'Images', description: 'Frames and thumbnails' },
  { name: 'Operation', description: 'For load balancers, Prometheus and tools' },
]
