import { ADDRESSES } from './list/addresses.ts'
import { BOUNDS } from './list/bounds.ts'
import { LINKS } from './list/club/links.ts'
import { LOOKS } from './list/club/looks.ts'
import { CLUB } from './list/club.ts'
import { ENDS } from './list/ends.ts'
import { ENTRY } from './list/entry.ts'
import { FLOW } from './list/flow.ts'
import { FOREIGN } from './list/foreign.ts'
import { FRAMES } from './list/frames.ts'
import { LIMITS } from './list/limits.ts'
import { PICTURES } from './list/pictures.ts'
import { READING } from './list/reading.ts'
import { RESULT } from './list/result.ts'
import { SCREEN } from './list/screen.ts'
import { SCRIPTS } from './list/scripts.ts'
import { SERVICE } from './list/service.ts'
import { SIGN_IN } from './list/sign-in.ts'
import { STARTING } from './list/starting.ts'
import { TOGETHER } from './list/together.ts'
import { TOLD } from './list/told.ts'
import { TRACKS } from './list/tracks.ts'
import type { Mutant } from './mutant.ts'

/**
 * Faults that a test must notice, each written by hand: those that once went unnoticed, and those that would
 * do most harm. Whoever finds another adds it here with its test.
 */
export const MUTANTS: readonly Mutant[] = [
  ...FLOW,
  ...FRAMES,
  ...SCRIPTS,
  ...SERVICE,
  ...ENTRY,
  ...LIMITS,
  ...FOREIGN,
  ...ENDS,
  ...SCREEN,
  ...ADDRESSES,
  ...BOUNDS,
  ...PICTURES,
  ...READING,
  ...RESULT,
  ...SIGN_IN,
  ...STARTING,
  ...TOLD,
  ...TRACKS,
  ...CLUB,
  ...TOGETHER,
  ...LINKS,
  ...LOOKS,
]
