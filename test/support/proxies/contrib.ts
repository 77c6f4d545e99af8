import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram } from '../parts/parts.ts'
import { ROOT } from '../process/start-command.ts'

/** What a test puts in the place of the examples in a file of `contrib/`. */
export interface Site {
  /** The name in the certificate; every proxy is reached at 127.0.0.1 too. */
  host: string
  /** Where Touchline is served: `''`, or a path such as `/desk`. */
  path: string
  /** The ports of the Touchlines. */
  ports: readonly number[]
  /** False: the balancer takes one after the other. Only for nginx. */
  hashing?: boolean
}

/** A proxy that listens; it ends with the test. */
export interface RunningProxy {
  port: number
  origin: string
  /** Its certificate, PEM; it is its own authority. */
  certificate: string
  /** The last of what it has logged of requests. */
  log(): string
}

/** Under a path, the line of a file of `contrib/` that leads from the root to it, which stands there as a comment. */
export function rootLine(path: string, line: string): [string, string][] {
  return path === '' ? [] : [[`# ${line}`, line.replaceAll('/desk', path)]]
}

const ADDRESS = /10\.0\.0\.1([123]):3000/g

/**
 * A file of `contrib/` with texts of the machine that the test runs on; each text that is to be replaced must stand in it. The
 * addresses of the Touchlines are replaced too.
 */
export function contribFile(name: string, ports: readonly number[], texts: [string, string][]) {
  let text = readFileSync(join(ROOT, 'contrib', name), 'utf8')
  for (const [old, ours] of texts) {
    if (!text.includes(old)) throw new Error(`contrib/${name} does not hold: ${old}`)
    text = text.replaceAll(old, () => ours)
  }
  return text.replaceAll(ADDRESS, (_all, n) => `127.0.0.1:${ports[(n - 1) % ports.length]}`)
}

/** Makes `certificate.pem` and `key.pem` in the folder. */
export function makeCertificate(folder: string, host: string): void {
  const openssl = findProgram('openssl') ?? 'openssl'
  const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2']
  const names = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host},IP:127.0.0.1`]
  const { status, stderr } = spawnSync(
    openssl,
    [...args, ...names, '-keyout', 'key.pem', '-out', 'certificate.pem'],
    { cwd: folder, encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`openssl made no certificate: ${stderr}`)
}
