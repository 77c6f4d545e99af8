import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { contribFile, type RunningProxy, rootLine, type Site } from './contrib.ts'
import { runProxy } from './run-proxy.ts'

/** Caddy with `contrib/caddy/Caddyfile`, but for the redirect from port 80. */
export function startCaddy(t: Pick<Test, 'teardown'>, site: Site): Promise<RunningProxy> {
  const { host, path, ports } = site
  return runProxy(t, 'caddy', host, (folder, port) => {
    const file = contribFile('caddy/Caddyfile', ports, [
      ['admin off', 'admin off\n\tauto_https disable_redirects'],
      ['https://touchline.club.lan', `https://127.0.0.1:${port}`],
      ['/etc/caddy/touchline.pem', join(folder, 'certificate.pem')],
      ['/etc/caddy/touchline.key', join(folder, 'key.pem')],
      ['\troute {', `\troute ${path}/* {`],
      ...rootLine(path, 'redir / /desk/'),
      ...rootLine(path, 'redir /desk /desk/'),
      ['health_uri /readyz', `health_uri ${path}/readyz`],
    ])
    writeFileSync(join(folder, 'Caddyfile'), file)
    return ['run', '--config', 'Caddyfile', '--adapter', 'caddyfile']
  })
}

/** Caddy with `contrib/compose/Caddyfile`, before the first of the ports. */
export function startComposeCaddy(t: Pick<Test, 'teardown'>, site: Site): Promise<RunningProxy> {
  return runProxy(t, 'caddy', site.host, (folder, port) => {
    const file = contribFile('compose/Caddyfile', site.ports, [
      ['https://touchline.club.lan', `https://127.0.0.1:${port}`],
      ['tls internal', `tls ${join(folder, 'certificate.pem')} ${join(folder, 'key.pem')}`],
      ['touchline:3000', `127.0.0.1:${site.ports[0]}`],
    ])
    writeFileSync(join(folder, 'Caddyfile'), file)
    return ['run', '--config', 'Caddyfile', '--adapter', 'caddyfile']
  })
}
