import t from 'tap'
import { NGINX, withoutPart } from '../support/parts/parts.ts'
import { wholeJobBehindNginx } from '../support/proxies/behind-nginx.ts'
import { WALK_MS } from '../support/service/whole-job.ts'

t.setTimeout(WALK_MS)

t.test(
  'the whole job behind nginx with TLS, HTTP/2 and a path of its own, over one stream',
  { skip: withoutPart(NGINX) },
  (t) => wholeJobBehindNginx(t),
)
