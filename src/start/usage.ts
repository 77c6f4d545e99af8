import { Settings } from '../config/settings.ts'

export type Command = 'start' | 'check' | 'compile' | 'help'

const OPTIONS = new Map<string, Command>([
  ['--check', 'check'],
  ['--compile', 'compile'],
  ['--help', 'help'],
  ['-h', 'help'],
])

/** What the arguments ask for; a sentence where they ask for nothing that we know. */
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

/** What `--help` prints. */
export function usage(): string {
  const names = Object.keys(Settings.properties)
  const width = Math.max(...names.map((name) => name.length))
  const settings = Object.entries(Settings.properties).map(([name, rule]) => {
    const standard = rule.default === '' ? '' : ` (${rule.default})`
    return `  ${name.padEnd(width)}  ${rule.description?.replaceAll('`', '')}${standard}`
  })
  return [
    'Touchline, a web console and API gateway for football player analysis.',
    '',
    'npm start               starts it',
    'npm start -- --check    shows the settings as they take effect, and asks the service and the image stores',
    'npm start -- --compile fills the cache of compiled code and ends, for an image',
    'npm start -- --help     shows this',
    '',
    'Settings come from the environment, with their defaults in brackets:',
    ...settings,
  ].join('\n')
}
