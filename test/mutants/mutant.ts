/** One small fault that a test must notice. */
export interface Mutant {
  /** Of the repository, such as `src/app.ts`. */
  file: string
  /** Stands exactly once in the file. */
  find: string
  /** What takes its place. */
  put: string
  /** What the code no longer does then, as the documents or a docstring promise it. */
  promise: string
  /** Test files that must fail then, each by itself, below `test/` and without `.test.ts`. */
  tests: readonly [string, ...string[]]
}

export const testFile = (name: string) => `test/${name}.test.ts`

/** The text with the fault in it, or null where the place is not found or found twice. */
export function withFault(text: string, { find, put }: Mutant): string | null {
  const [before, after, ...more] = text.split(find)
  return after === undefined || more.length > 0 ? null : `${before}${put}${after}`
}
