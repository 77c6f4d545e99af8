import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../support/process/start-command.ts'
import { recordedExamples } from './recorded-examples.ts'

// Run it after a name was added to an operation: `node test/openapi/write-examples.ts`.
const lines = recordedExamples()
writeFileSync(join(ROOT, 'src/openapi/examples.jsonl'), `${lines.join('\n')}\n`)
console.log(`${lines.length} examples`)
