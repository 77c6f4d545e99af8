import { Settings } from './settings.ts'

export interface ShownSetting {
  name: string
  /** The value in effect, without secrets. */
  value: string
  isDefault: boolean
}

const CREDENTIALS = /\/\/[^/\s]*@/g
const IN_QUERY = /([?&]password=)[^&\s]*/gi

/** The settings in effect. For a secret (`secret` in the schema) it says only that the setting is set. */
export function shownSettings(env: Record<string, string | undefined>): ShownSetting[] {
  return Object.entries(Settings.properties).map(([name, rule]) => {
    const given = env[name]?.trim() ?? ''
    if (given === '') return { name, value: String(rule.default), isDefault: true }
    const value = rule['secret'] ? '(set, not shown)' : withoutCredentials(given)
    return { name, value, isDefault: false }
  })
}

function withoutCredentials(text: string): string {
  return text.replaceAll(CREDENTIALS, '//…@').replaceAll(IN_QUERY, '$1…')
}
