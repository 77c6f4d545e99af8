import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { contribFile, type RunningProxy, rootLine, type Site } from './contrib.ts'
import { runProxy } from './run-proxy.ts'

/** nginx with `contrib/nginx/touchline.conf`; its access log is `access.log` in its folder. */
export function startNginx(t: Pick<Test, 'teardown'>, site: Site): Promise<RunningProxy> {
  const { host, path, ports, hashing = true } = site
  return runProxy(t, 'nginx', host, (folder, port) => {
    const texts: [string, string][] = [
      ['listen 443 ssl', `listen 127.0.0.1:${port} ssl`],
      ['touchline.club.lan', host],
      ['/etc/ssl/touchline.pem', join(folder, 'certificate.pem')],
      ['/etc/ssl/touchline.key', join(folder, 'key.pem')],
      ['/var/log/nginx/touchline.log', join(folder, 'access.log')],
      ['  location / {', `  location ${path}/ {`],
      ...rootLine(path, 'location = / { return 302 /desk/; }'),
    ]
    if (!hashing) texts.push(['hash $touchline_job consistent;', ''])
    const file = contribFile('nginx/touchline.conf', ports, texts)
    writeFileSync(join(folder, 'nginx.conf'), around(folder, file))
    return ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr']
  })
}

/** What Debian's own `nginx.conf` is to a file in `conf.d/`. */
function around(folder: string, file: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${join(folder, name)};`)
    .join('\n  ')
  return `daemon off;
master_process off;
pid ${join(folder, 'nginx.pid')};
error_log stderr error;
events { worker_connections 512; }
http {
  ${temporary}
  ${file}
}
`
}
