import { randomUUID } from 'node:crypto'
import type { JobDeed, JobFacts, JobPeople } from '../../../src/domain/club/listed-job.ts'

/** What a look at a waiting job finds, with what a test cares about put over it. */
export function factsWith(jobId: string, facts: Partial<JobFacts> = {}): JobFacts {
  return {
    jobId,
    status: 'WAITING_FOR_PLAYER',
    state: 'waiting',
    step: 'player',
    outcome: null,
    headline: null,
    percent: null,
    playerName: 'L. Okafor',
    teamName: 'North End',
    shirtNumber: 9,
    role: 'Winger',
    category: 'U17',
    video: null,
    warnings: [],
    reusable: false,
    createdAt: 1_000,
    updatedAt: 2_000,
    end: null,
    ...facts,
  }
}

export const NOBODY: JobPeople = { createdBy: null, addedBy: null, actedBy: null, actedAt: null }

export const seen = (facts: JobFacts, at = 5_000, people: Partial<JobPeople> = {}) => ({
  facts,
  people: { ...NOBODY, ...people },
  at,
})

export const deed = (jobId: string, action: string, at: number, who: string | null): JobDeed => ({
  ...{ id: randomUUID(), jobId, action, at, who },
  fromStatus: null,
})
