import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Test } from 'tap'
import { findNginx, findProgram } from '../parts/parts.ts'
import { closedPort } from '../service/fault-server.ts'

const READY_WITHIN_MS = 20_000

/**
 * nginx with TLS and HTTP/2 in front of a Touchline on this machine, as an administrator would write it;
 * its configuration, certificate, port and folder are the test's own, and it ends with the test. Gives
 * back its port. `path` is where Touchline is served, such as `/touchline`.
 */
export function startNginx(t: Pick<Test, 'teardown'>, site: Site): Promise<number> {
  return runNginx(t, (folder, port) => {
    makeCertificate(folder, site.host)
    return siteOf(folder, port, site)
  })
}

/**
 * nginx with what `http` gives for its folder and port inside of the block of that name; it ends with the
 * test. Gives back its port.
 */
export async function runNginx(
  t: Pick<Test, 'teardown'>,
  http: (folder: string, port: number) => string,
): Promise<number> {
  const nginx = findNginx()
  if (nginx === null) throw new Error('No nginx found: run the tests with npm test.')
  const folder = mkdtempSync(join(tmpdir(), 'touchline-nginx-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const port = await closedPort()
  writeFileSync(join(folder, 'nginx.conf'), configuration(folder, http(folder, port)))
  const child = spawn(nginx, ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = once(child, 'exit')
  t.teardown(async () => {
    child.kill('SIGTERM')
    await ended
  })
  await Promise.race([
    listening(port),
    ended.then(([code]) => Promise.reject(new Error(`nginx ended with ${code}`))),
  ])
  return port
}

interface Site {
  host: string
  path: string
  upstreamPort: number
}

function configuration(folder: string, http: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${join(folder, name)};`)
    .join('\n  ')
  return `daemon off;
master_process off;
pid ${join(folder, 'nginx.pid')};
error_log stderr error;
events { worker_connections 512; }
http {
  access_log off;
  ${temporary}
  ${http}
}
`
}

function siteOf(folder: string, port: number, { host, path, upstreamPort }: Site): string {
  return `server {
    listen 127.0.0.1:${port} ssl http2;
    server_name ${host};
    ssl_certificate ${join(folder, 'certificate.pem')};
    ssl_certificate_key ${join(folder, 'key.pem')};
    location ${path}/ {
      proxy_pass http://127.0.0.1:${upstreamPort};
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_buffering off;
      proxy_read_timeout 1h;
    }
  }`
}

function makeCertificate(folder: string, host: string): void {
  const openssl = findProgram('openssl') ?? 'openssl'
  const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2']
  const { status, stderr } = spawnSync(
    openssl,
    [...args, '-subj', `/CN=${host}`, '-keyout', 'key.pem', '-out', 'certificate.pem'],
    { cwd: folder, encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`openssl made no certificate: ${stderr}`)
}

async function listening(port: number): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS
  for (;;) {
    const socket = net.connect(port, '127.0.0.1')
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (isOpen) return
    if (Date.now() > deadline) throw new Error('nginx did not listen')
    await pause(20)
  }
}
