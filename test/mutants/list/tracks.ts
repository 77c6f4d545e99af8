import type { Mutant } from '../mutant.ts'

/** Whether a track is one person all along. */
export const TRACKS: Mutant[] = [
  {
    file: 'src/domain/track/jumps.ts',
    find: ' + camera.shift\n',
    put: '\n',
    promise: 'a camera that turns makes nobody jump',
    tests: ['domain/track/rules'],
  },
  {
    file: 'src/domain/track/jumps.ts',
    find: 'const zoom = median(pairs.map(([before, now]) => now.box.h / before.box.h))',
    put: 'const zoom = 1',
    promise: 'a camera that zooms makes nobody jump',
    tests: ['domain/track/rules'],
  },
  {
    file: 'src/domain/track/jumps.ts',
    find: 'const FEWEST_TRACKS = 4',
    put: 'const FEWEST_TRACKS = 2',
    promise: 'with too few others nobody knows how the camera moved',
    tests: ['domain/track/rules'],
  },
  {
    file: 'src/domain/track/jumps.ts',
    find: 'Math.hypot(across, deep)',
    put: 'across',
    promise: 'a track that grows faster than anybody comes nearer jumps',
    tests: ['domain/track/rules'],
  },
  {
    file: 'src/domain/track/sighted.ts',
    find: '.filter(({ bearers }) => bearers === 1)',
    put: '',
    promise: 'an id that two people bear says nothing of a jump',
    tests: ['domain/track/rules'],
  },
  {
    file: 'src/domain/track/presence.ts',
    find: "return frame.tracks.length === 0 ? 'nobody' : 'unseen'",
    put: "return 'unseen'",
    promise: 'where nobody is seen, nobody is missed',
    tests: ['domain/track/rules'],
  },
  {
    file: 'src/domain/track/shirt.ts',
    find: 'ground === null ? 1 : usual / Math.max(ground, 1e-4)',
    put: '1',
    promise: 'a shirt in the shade is the shirt in the sun',
    tests: ['domain/track/rules'],
  },
  {
    file: 'src/domain/track/shirt.ts',
    find: 'const ODD = 0.25',
    put: 'const ODD = 0',
    promise: 'a shirt has its own colour, whatever the number on it',
    tests: ['domain/track/rules'],
  },
  {
    file: 'src/domain/track/shirt-runs.ts',
    find: 'const FEWEST = 2',
    put: 'const FEWEST = 1',
    promise: 'one odd sighting is no other shirt',
    tests: ['domain/track/rules'],
  },
  {
    file: 'src/domain/track/lives.ts',
    find: 'if (before === undefined || before.group === one.group) return []',
    put: 'return []',
    promise: 'a track that changes its shirt is in doubt',
    tests: ['domain/track/rules'],
  },
  {
    file: 'src/domain/track/spread.ts',
    find: 'const picked = new Set(around)',
    put: 'const picked = new Set<Sighting>()',
    promise: 'the pictures around a doubt are shown',
    tests: ['domain/track/rules'],
  },
  {
    file: 'src/view-models/job/track-options.ts',
    find: "  if (job.status === 'WAITING_FOR_PLAYER') return ''\n",
    put: '',
    promise: 'after a lost player nothing is chosen beforehand',
    tests: ['routes/pages/tracks'],
  },
  {
    file: 'src/upstream/snapshots.ts',
    find: '          remember(jobId, candidates)\n',
    put: '',
    promise: 'what the detector said of a track is kept',
    tests: ['routes/pages/tracks'],
  },
  {
    file: 'src/routes/pages/job.ts',
    find: "    if (stepOf(read.job) === 'player') app.shirts.look(read.job, contextOf(request))\n",
    put: '',
    promise:
      'the shirts are looked at when the page is opened, so that they come without script too',
    tests: ['routes/pages/tracks'],
  },
]
