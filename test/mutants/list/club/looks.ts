import type { Mutant } from '../../mutant.ts'

/** What the club's list asks the service for, and what it reads of what others ask. */
export const LOOKS: Mutant[] = [
  {
    file: 'src/club/service/presence.ts',
    find: 'const path = `/jobs/${randomUUID()}`',
    put: "const path = randomUUID() && '/health'",
    promise: 'whoever asks whether the service is there lets no calls through that hang',
    tests: ['club/service-away'],
  },
]
