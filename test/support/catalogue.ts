import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ErrorRow, OwnError } from '../../src/errors/own-error.ts'
import { REFUSALS } from '../../src/errors/refusals.ts'
import { FORM_ROW } from '../../src/errors/request.ts'
import { ROOT } from './process/start-command.ts'

const FOLDER = join(ROOT, 'src/errors')

/** Every class of src/errors/ that can be thrown, by its name. */
export async function errorClasses(): Promise<Map<string, new (...given: unknown[]) => OwnError>> {
  const classes = new Map()
  for (const file of readdirSync(FOLDER)) {
    for (const [name, value] of Object.entries(await import(join(FOLDER, file)))) {
      if (typeof value === 'function' && value.prototype instanceof Error) classes.set(name, value)
    }
  }
  return classes
}

/** One thrown error of each class; `words` fills in what each leaves open. */
export async function thrownErrors(words = 'words'): Promise<Map<string, OwnError>> {
  const thrown = new Map<string, OwnError>()
  for (const [name, Kind] of await errorClasses()) {
    const given =
      name === 'InvalidBody'
        ? [[{ path: '$.a', message: 'is missing' }]]
        : name === 'UpstreamRefusal'
          ? [502, null, null]
          : [words, words, words]
    thrown.set(name, new Kind(...given))
  }
  return thrown
}

/** Every row of the catalogue: of the errors that are thrown, and of what pages refuse. */
export async function catalogueRows(): Promise<ErrorRow[]> {
  const thrown = [...(await thrownErrors()).values()].map(({ row }) => row)
  return [...thrown, FORM_ROW, ...Object.values(REFUSALS)]
}
