import { Settings } from './settings.ts'

export interface ShownSetting {
  name: string
  /** As it takes effect, without secrets. */
  value: string
  isDefault: boolean
}

const CREDENTIALS = /\/\/[^/\s]*@/g
const IN_QUERY = /([?&]password=)[^&\s]*/gi

/** The settings as they take effect. A secret is said to be set and not shown (`secret` in the schema). */
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
