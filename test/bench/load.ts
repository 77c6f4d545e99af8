import { execFile, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import autocannon from 'autocannon'

/** What is asked, over and over. Several paths are asked in turn. */
export interface Ask {
  method: 'GET' | 'POST'
  paths: string[]
  body?: string
}

export interface Load {
  name: string
  /** Loads a server for some seconds. @returns requests that were answered with a 2xx */
  run(origin: string, ask: Ask, seconds: number): Promise<number>
}

const CONNECTIONS = 32
const HEADERS = { accept: 'application/json', 'content-type': 'application/json' }

/**
 * wrk where it is installed, because on two cores a generator in Node takes as much CPU as a server
 * and hides what nginx can do; else autocannon, which npm brings along.
 */
export function loadGenerator(folder: string): Load {
  const hasWrk = spawnSync('wrk', ['-v']).error === undefined
  return hasWrk ? wrk(folder) : { name: 'autocannon', run: cannon }
}

function wrk(folder: string): Load {
  return {
    name: 'wrk',
    async run(origin, ask, seconds) {
      const script = join(folder, 'ask.lua')
      writeFileSync(script, luaOf(ask))
      const args = ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '-s', script, origin]
      const { stdout } = await promisify(execFile)('wrk', args)
      const [, answered] = /(\d+) requests in/.exec(stdout) ?? []
      const [, refused = '0'] = /Non-2xx or 3xx responses: (\d+)/.exec(stdout) ?? []
      return served(Number(answered) - Number(refused), Number(refused))
    },
  }
}

function luaOf({ method, paths, body }: Ask): string {
  const headers = Object.entries(HEADERS).map(([name, value]) => `["${name}"]="${value}"`)
  return `
local paths = {${paths.map((path) => JSON.stringify(path)).join(',')}}
local headers = {${headers.join(',')}}
local made, n = {}, 0
init = function()
  for i, path in ipairs(paths) do
    made[i] = wrk.format("${method}", path, headers, ${body === undefined ? 'nil' : JSON.stringify(body)})
  end
end
request = function()
  n = n % #made + 1
  return made[n]
end
`
}

async function cannon(origin: string, { method, paths, body }: Ask, seconds: number) {
  const result = await autocannon({
    url: origin,
    connections: CONNECTIONS,
    duration: seconds,
    requests: paths.map((path) => ({
      method,
      path,
      headers: HEADERS,
      ...(body === undefined ? {} : { body }),
    })),
  })
  return served(result['2xx'], result.non2xx + result.errors)
}

/** A server that is overrun may turn some away; one that turns most away was asked for the wrong thing. */
function served(answered: number, refused: number): number {
  if (!(answered > refused)) throw new Error(`${answered} answers, ${refused} refusals`)
  if (refused > 0) console.error(`${refused} of ${answered + refused} requests were turned away`)
  return answered
}
