import { ConfigError, readConfig } from '../../src/config/index.ts'

/** What is wrong with these settings, in the words that stop a start; empty where nothing is. */
export function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
}
