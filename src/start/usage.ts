import { Settings } from '../config/settings.ts'

export type Command = 'start' | 'check' | 'compile' | 'help'

const OPTIONS = new Map<string, Command>([
  ['--check', 'check'],
  ['--compile', 'compile'],
  ['--help', 'help'],
  ['-h', 'help'],
])

/** What the arguments ask for, or a sentence if we do not know what they ask for. */
export function readArguments(args: readonly string[]): { command: Command } | { fault: string } {
  let command: Command = 'start'
  for (const arg of args) {
    const asked = OPTIONS.get(arg)
    if (asked === undefined) {
      return {
        fault: `${JSON.stringify(arg)} is not an option of Touchline. There are --check, --compile and --help; everything else is set in the environment.`,
      }
    }
    if (command !== 'help') command = asked
  }
  return { command }
}

const CLUB = '--club'

/** What the arguments of the demo ask for, or a sentence if they ask for anything else. */
export function readDemoArguments(
  args: readonly string[],
): { command: 'start' | 'help'; club: boolean } | { fault: string } {
  const isHelp = (arg: string) => OPTIONS.get(arg) === 'help'
  const unknown = args.find((arg) => !isHelp(arg) && arg !== CLUB)
  if (unknown === undefined) {
    return { command: args.some(isHelp) ? 'help' : 'start', club: args.includes(CLUB) }
  }
  return {
    fault: `${JSON.stringify(unknown)} is not an option of the demo. There is --help and --club; everything else is set in the environment.`,
  }
}

/** What `npm run demo -- --help` prints. */
export function demoUsage(): string {
  return [
    'Touchline on simulated matches, with a video-analysis service of its own.',
    '',
    'npm run demo            starts it and prints its address',
    'npm run demo -- --club  with eleven more rated strikers, so that one can be compared with the others',
    'npm run demo -- --help  shows this',
    '',
    'Settings come from the environment, with their defaults in brackets:',
    ...settingLines(['HOST', 'PORT']),
    '  DEMO_SPEED  How much faster than real time jobs progress (1)',
  ].join('\n')
}

function settingLines(names: readonly string[]): string[] {
  const width = Math.max('DEMO_SPEED'.length, ...names.map((name) => name.length))
  return Object.entries(Settings.properties)
    .filter(([name]) => names.includes(name))
    .map(([name, rule]) => {
      const standard = rule.default === '' ? '' : ` (${rule.default})`
      return `  ${name.padEnd(width)}  ${rule.description?.replaceAll('`', '')}${standard}`
    })
}

/** What `--help` prints. */
export function usage(): string {
  return [
    'Touchline, a web console and API gateway for football player analysis.',
    '',
    'npm start               starts it',
    'npm start -- --check    shows the settings as they take effect, and asks the service and the image stores',
    'npm start -- --compile fills the cache of compiled code and ends, for an image',
    'npm start -- --help     shows this',
    '',
    'Settings come from the environment, with their defaults in brackets:',
    ...settingLines(Object.keys(Settings.properties)),
  ].join('\n')
}
