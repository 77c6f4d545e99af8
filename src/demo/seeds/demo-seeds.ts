import { randomUUID } from 'node:crypto'
import { BUCKET } from '../http/signing.ts'
import { type NewJob, type Seed, videoKey } from '../job-store.ts'
import { makeMatch } from '../match/match.ts'
import { simulateMatch } from '../run/simulation.ts'
import type { Look, Scene } from '../scene/scene.ts'
import { detectorFailed, done, finished, timedOut } from './recorded-seeds.ts'
import {
  attempt,
  candidates,
  chosen,
  type Step,
  secondPlayer,
  seedId,
  seedJob,
  state,
  target,
  wearsNumber,
  willLosePlayer,
  withoutResult,
} from './seed-steps.ts'

/** A job worth looking at, in words for the home page. */
export interface DemoJobListing {
  id: string
  title: string
  note: string
}

interface Story {
  nn: number
  given: Partial<NewJob>
  title: string
  note: string
  look: Look
  /** The scene, if it is not that of `simulateMatch`. */
  scene?: () => Scene
  steps: (now: number) => Step[]
}

const RUN_BEGINS_AFTER_MS = 20_000

const STORIES: readonly Story[] = [
  {
    nn: 41,
    given: player('L. Okafor', 'North End', 9, 'Winger', 'U19'),
    title: 'Choose a player',
    note: 'The candidates are found and wait for a choice.',
    look: 'grass',
    steps: () => [candidates()],
  },
  {
    nn: 42,
    given: player('J. Halvorsen', 'Polar IL', 4, 'Centre-back', 'Senior'),
    title: 'A match in the snow',
    note: 'The candidates are found. A box drawn beside the player is refused.',
    look: 'snow',
    steps: () => [candidates()],
  },
  {
    nn: 43,
    given: player('T. Marsh', 'Harbour Town', 10, 'Attacking midfielder', 'U21'),
    title: 'Ready to start',
    note: 'Player and target are stored; the analysis can be started. It ends with a result.',
    look: 'dusk',
    steps: () => [...chosen, state('READY_TO_ENQUEUE')],
  },
  {
    nn: 44,
    given: player('A. Petrova', 'Spartak West', 6, 'Midfielder', 'U19'),
    title: 'A running analysis',
    note: 'It was queued when the demo started and runs for half a minute.',
    look: 'grass',
    steps: (now) => [...chosen, state('QUEUED'), runsLater(now)],
  },
  {
    nn: 45,
    given: player('D. Ruiz', 'Real Norte', 7, 'Winger', 'U17'),
    title: 'Finished, evaluation withheld',
    note: 'The usual end: the tracking is there, the ratings are not.',
    look: 'grass',
    steps: () => [...chosen, finished({}), done('Analysis completed')],
  },
  {
    nn: 46,
    given: player('K. Adeyemi', 'Union 04', 9, 'Striker', 'Senior'),
    title: 'Finished, evaluation validated',
    note: 'Ratings, radar and distances are there.',
    look: 'dusk',
    steps: () => [...chosen, finished({ isValidated: true }), done('Analysis completed')],
  },
  {
    nn: 47,
    given: player('S. Lindqvist', 'Polar IL', 11, 'Winger', 'U19'),
    title: 'A run that failed',
    note: 'The tracking took too long. A retry succeeds.',
    look: 'snow',
    steps: () => [...chosen, state('FAILED', 'FAILED', 100, 'Tracking timeout'), timedOut],
  },
  {
    nn: 48,
    given: player('P. Moreau', 'AS Rive', 5, 'Full-back', 'U17'),
    title: 'Finished without a result',
    note: 'The job is complete, but its result is missing.',
    look: 'grass',
    steps: () => [...chosen, done('Analysis completed'), withoutResult],
  },
  {
    nn: 49,
    given: player('M. Keane', 'Harbour Town', 3, 'Full-back', 'U15'),
    title: 'Looking for players failed',
    note: 'There are frames but no candidates; the player can be drawn by hand.',
    look: 'grass',
    steps: () => [candidates(), detectorFailed],
  },
  {
    nn: 50,
    given: player('Y. Tanaka', 'North End', 8, 'Midfielder', 'U17'),
    title: 'A run that will lose the player',
    note: 'Start it: after half a minute it asks for another choice.',
    look: 'grass',
    steps: () => [...chosen, state('READY_TO_ENQUEUE'), willLosePlayer],
  },
  {
    nn: 51,
    given: player('O. Brandt', 'Harbour Town', 2, 'Full-back', 'U19'),
    title: 'A target on somebody else',
    note: 'The stored target is not on the chosen player, so the analysis does not start.',
    look: 'dusk',
    steps: () => [candidates(), secondPlayer, target, attempt, state('READY_TO_ENQUEUE')],
  },
  {
    nn: 52,
    given: player('E. Costa', 'Rio Sol', 6, 'Winger', 'U19'),
    title: 'Two players mixed up',
    note: 'Halfway the tracker goes on with another player under the same track.',
    look: 'grass',
    // This seed has one swap: the blue 6 and the orange 5 trade tracks when they cross after 28 seconds.
    scene: () => makeMatch({ seed: 'mixed up 111', durationSec: 64, mixUps: 1, outfielders: 5 }),
    steps: () => [candidates()],
  },
  {
    nn: 53,
    given: {
      ...player('Player 9', 'Rossi FC', 9, 'Striker', 'Senior'),
      source: { kind: 'lgi', matchId: '11111111-1111-4111-8111-111111111111' },
    },
    title: 'A match of the archive',
    note: 'Its video is one of the archive. “Another player of this match” makes the next job.',
    look: 'grass',
    steps: () => [candidates()],
  },
]

/** Seeds of the recordings that a visitor may want to see as well. */
const RECORDED: readonly DemoJobListing[] = [
  { id: seedId(7), title: 'Low coverage', note: 'Only weak candidates were found.' },
  {
    id: seedId(9),
    title: 'No players on any frame',
    note: 'The search found nobody and goes on for ever.',
  },
  { id: seedId(22), title: 'The video could not be read', note: 'No preview frames were made.' },
  { id: seedId(23), title: 'Player not found', note: 'The last run asks for another choice.' },
  { id: seedId(28), title: 'Pictures gone', note: 'The image store has lost the frames.' },
]

/** The jobs made for visitors: simulated matches in the states that matter. */
export function demoSeeds(now: number): Seed[] {
  return STORIES.map(({ nn, given, look, scene, steps }) =>
    seedJob(
      nn,
      now,
      [...steps(now), ...(scene ? [] : [wearsNumber])],
      scene ?? (() => simulateMatch(seedId(nn), look)),
      {
        source: { kind: 'key', bucket: BUCKET, key: videoKey(seedId(nn)) },
        ...given,
      },
    ),
  )
}

export function listDemoJobs(): DemoJobListing[] {
  return [...STORIES.map(({ nn, title, note }) => ({ id: seedId(nn), title, note })), ...RECORDED]
}

function runsLater(now: number): Step {
  return (job) => {
    job.life = { kind: 'running', since: now + RUN_BEGINS_AFTER_MS, taskId: randomUUID() }
  }
}

function player(name: string, team: string, shirt: number, role: string, category: string) {
  return { role, category, player: { team_name: team, player_name: name, shirt_number: shirt } }
}
