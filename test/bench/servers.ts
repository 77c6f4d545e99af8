import { spawnSync } from 'node:child_process'
import { startArguments } from '../support/start-command.ts'
import { nginxConfig } from './peers/nginx.ts'
import { type NodeServer, type Server, startCommand, startNode } from './processes.ts'

/** Touchline as in production, in front of the stub. */
export function startTouchline(upstream: string): Promise<NodeServer> {
  return startNode('Touchline', startArguments(), {
    API_BASE_URL: upstream,
    FRAME_SOURCES: `${upstream}/fnh/`,
    FRAME_NETWORKS: '127.0.0.0/8',
  })
}

/** What Touchline is measured against; nginx where it is installed. */
export async function startPeers(upstream: string, folder: string): Promise<Server[]> {
  const peers: Server[] = [
    await startNode('plain', ['test/bench/peers/plain.ts'], { UPSTREAM: upstream }),
    await startNode('http-proxy', ['test/bench/peers/http-proxy.ts'], { UPSTREAM: upstream }),
  ]
  if (spawnSync('nginx', ['-v']).error !== undefined) return peers
  const nginx = await startCommand('nginx', (port) => {
    const config = nginxConfig(folder, upstream, port)
    return ['nginx', '-p', folder, '-c', config]
  })
  return [...peers, nginx]
}
