import type { Mutant } from '../mutant.ts'

/** The process: its start, its settings, its assets, its image, its end. */
export const STARTING: Mutant[] = [
  {
    file: 'src/start/end.ts',
    find: "        app.background.run('end', () => grace.close())\n",
    put: '        process.exit(0)\n',
    promise: 'a process that is told to end finishes what is in flight',
    tests: ['server'],
  },
  {
    file: 'src/http/assets/plugin.ts',
    find: '        if (!VERSION.test(asked) ||',
    put: '        if (asked !== version ||',
    promise: 'while two versions run side by side, each answers the pages of the other',
    tests: ['http/assets/plugin'],
  },
  {
    file: 'src/http/assets/plugin.ts',
    find: "asset && asked === version ? FOR_EVER : 'no-cache'",
    put: "asset ? FOR_EVER : 'no-cache'",
    promise: 'an asset of another version is not kept',
    tests: ['http/assets/plugin'],
  },
  {
    file: 'src/start/failure.ts',
    find: "    case 'EADDRINUSE':\n",
    put: "    case 'EADDRINUSE_':\n",
    promise: 'a port that is taken stops the start with a sentence',
    tests: ['start'],
  },
  {
    file: 'src/start/failure.ts',
    find: "    case 'EADDRNOTAVAIL':\n",
    put: "    case 'EADDRNOTAVAIL_':\n",
    promise: 'an address of another machine stops the start with a sentence',
    tests: ['start'],
  },
  {
    file: 'src/config/misspelt.ts',
    find: 'return meant === undefined ? [] : [{ name, meant }]',
    put: 'return meant === undefined ? [] : []',
    promise: 'a name that is nearly a setting is asked about',
    tests: ['config/misspelt'],
  },
  {
    file: 'src/start/usage.ts',
    find: "  ['--help', 'help'],\n",
    put: "  ['--help', 'start'],\n",
    promise: '--help says how to start',
    tests: ['start'],
  },
  {
    file: 'src/server.ts',
    find: "await (command === 'check' ? check(config) : start(config))",
    put: 'await start(config)',
    promise: '--check asks and does not start',
    tests: ['check'],
  },
  {
    file: 'src/server.ts',
    find: '  console.error(words)\n',
    put: "  console.debug('')\n",
    promise: 'why the process does not start is said however little is logged',
    tests: ['start'],
  },
  {
    file: 'src/server.ts',
    find: 'basePath}/`,',
    put: 'basePath}`,',
    promise: 'the first line names the address that works',
    tests: ['server'],
  },
  {
    file: 'Dockerfile',
    find: ' && chown node:node node_modules/.cache',
    put: '',
    promise: 'the user of the image may write its compiled code while it is built',
    tests: ['image'],
  },
  {
    file: 'src/start/end.ts',
    find: 'performance.now() - toldAt > ONE_SIGNAL_MS',
    put: 'toldAt > 0',
    promise: 'one signal that comes twice cuts nothing',
    tests: ['server'],
  },
]
