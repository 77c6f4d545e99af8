import { spawnSync } from 'node:child_process'
import { startArguments } from '../support/process/start-command.ts'
import { nginxConfig } from './peers/nginx.ts'
import { type NodeServer, type Server, startCommand, startNode } from './processes.ts'

const inFrontOf = (upstream: string) => ({
  API_BASE_URL: upstream,
  FRAME_SOURCES: `${upstream}/fnh/`,
  FRAME_NETWORKS: '127.0.0.0/8',
})

/** Touchline as `npm start` runs it, in front of the stub. */
export function startTouchline(upstream: string): Promise<Server> {
  return startCommand(
    'Touchline',
    () => [process.execPath, ...startArguments()],
    inFrontOf(upstream),
  )
}

/** The same without its safeguards, to tell what they cost. */
export function startTouchlineWithoutSafeguards(upstream: string): Promise<Server> {
  const args = startArguments()
  const hook = ['--import', './test/bench/without/hook.ts']
  return startCommand(
    'without',
    () => [process.execPath, ...args.slice(0, -1), ...hook, ...args.slice(-1)],
    inFrontOf(upstream),
  )
}

/** The same, telling what memory it uses. */
export function startTouchlineTelling(upstream: string): Promise<NodeServer> {
  return startNode('Touchline', startArguments(), inFrontOf(upstream))
}

/** What Touchline is measured against; nginx where it is installed. */
export async function startPeers(upstream: string, folder: string): Promise<Server[]> {
  const node = (name: string) =>
    startCommand(name, () => [process.execPath, `test/bench/peers/${name}.ts`], {
      UPSTREAM: upstream,
    })
  const peers: Server[] = [await node('plain'), await node('http-proxy')]
  if (spawnSync('nginx', ['-v']).error !== undefined) return peers
  const nginx = await startCommand('nginx', (port) => {
    const config = nginxConfig(folder, upstream, port)
    return ['nginx', '-p', folder, '-c', config]
  })
  return [...peers, nginx]
}
