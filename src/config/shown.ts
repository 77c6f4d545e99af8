import { Settings } from './settings.ts'

export interface ShownSetting {
  name: string
  /** As it takes effect, without secrets. */
  value: string
  isDefault: boolean
}

const CREDENTIALS = /\/\/[^/@\s]*@/g

/** The settings as they take effect. A secret is said to be set and not shown (`secret` in the schema). */
export function shownSettings(env: Record<string, string | undefined>): ShownSetting[] {
  return Object.entries(Settings.properties).map(([name, rule]) => {
    const given = env[name]?.trim() ?? ''
    if (given === '') return { name, value: String(rule.default), isDefault: true }
    const value = rule['secret'] ? '(set, not shown)' : given.replaceAll(CREDENTIALS, '//…@')
    return { name, value, isDefault: false }
  })
}
