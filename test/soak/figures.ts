import { printFigures } from './figure.ts'
import { abortsFigure } from './figure-aborts.ts'
import { drainFigure } from './figure-drain.ts'
import { resetsFigure } from './figure-resets.ts'
import { slowClientsFigure } from './figure-slow-clients.ts'
import { stalledReaderFigure } from './figure-stalled-reader.ts'

/** `npm run figures`: measures the figures of `docs/security.md` that need load, in about a minute. One by name: `npm run figures -- drain`. */

const ALL = {
  aborts: abortsFigure,
  resets: resetsFigure,
  'slow-clients': slowClientsFigure,
  'stalled-reader': stalledReaderFigure,
  drain: drainFigure,
}
const [name] = process.argv.slice(2)
const chosen = Object.entries(ALL).filter(([key]) => name === undefined || key === name)
if (chosen.length === 0) {
  console.error(`There is no figure ${name}; there are ${Object.keys(ALL).join(', ')}.`)
  process.exit(1)
}
const figures = []
for (const [, measure] of chosen) figures.push(await measure())
printFigures(figures)
process.exitCode = figures.every(({ holds }) => holds) ? 0 : 1
