import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** nginx as a reverse proxy with one process, connections kept, nothing written to disk. */
export function nginxConfig(folder: string, upstream: string, port: number): string {
  const { host } = new URL(upstream)
  const path = join(folder, 'nginx.conf')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${join(folder, name)};`)
    .join('\n  ')
  writeFileSync(
    path,
    `daemon off;
master_process off;
pid ${join(folder, 'nginx.pid')};
error_log stderr crit;
events { worker_connections 8192; }
http {
  access_log off;
  ${temporary}
  proxy_http_version 1.1;
  proxy_set_header Connection "";
  proxy_buffers 64 16k;
  proxy_max_temp_file_size 0;
  keepalive_requests 1000000000;
  upstream service { server ${host}; keepalive 64; keepalive_requests 1000000000; }
  server {
    listen 127.0.0.1:${port};
    location = /healthz { return 200 ok; }
    location /api/ { proxy_pass http://service/; }
    location /fnh/ { proxy_pass http://service; }
  }
}
`,
  )
  return path
}
