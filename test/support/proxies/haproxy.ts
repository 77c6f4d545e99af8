import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { contribFile, type RunningProxy, rootLine, type Site } from './contrib.ts'
import { runProxy } from './run-proxy.ts'

/** HAProxy with `contrib/haproxy/haproxy.cfg`. */
export function startHaproxy(t: Pick<Test, 'teardown'>, site: Site): Promise<RunningProxy> {
  const { host, path, ports } = site
  return runProxy(t, 'haproxy', host, (folder, port) => {
    const both = join(folder, 'both.pem')
    const [certificate, key] = ['certificate.pem', 'key.pem'].map((name) =>
      readFileSync(join(folder, name), 'utf8'),
    )
    writeFileSync(both, `${certificate}${key}`)
    const file = contribFile('haproxy/haproxy.cfg', ports, [
      // The most files of a test machine may be fewer.
      ['maxconn 9000', 'maxconn 500'],
      ['bind :443 ', `bind 127.0.0.1:${port} `],
      ['/etc/haproxy/touchline.pem', both],
      ['uri /readyz', `uri ${path}/readyz`],
      ...rootLine(path, 'http-request redirect location /desk/ if { path / /desk }'),
      ['default_backend touchline', `use_backend touchline if { path_beg ${path}/ }`],
    ])
    writeFileSync(join(folder, 'haproxy.cfg'), file)
    return ['-db', '-f', 'haproxy.cfg']
  })
}
