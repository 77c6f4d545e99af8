import { readFileSync } from 'node:fs'

/** One recorded exchange with the job API; `body` is parsed JSON, text, or null when there was none. */
export interface Recording {
  name: string
  upstream_revision: string
  request: { method: string; path: string; headers: Record<string, string>; body: unknown }
  response: { status: number; headers: Record<string, string>; body: unknown }
}

/** Every recorded exchange, in the order of `test/data/recordings.jsonl`. */
export function recordings(): Recording[] {
  const text = readFileSync(new URL('../../data/recordings.jsonl', import.meta.url), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}
