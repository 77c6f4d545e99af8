import t from 'tap'
import { wholeJobBehindNginx } from '../support/behind-nginx.ts'
import { NGINX, withoutPart } from '../support/parts/parts.ts'
import { WALK_MS } from '../support/whole-job.ts'

t.setTimeout(WALK_MS)

t.test(
  'the whole job behind nginx with scripting off, where pages load themselves again',
  { skip: withoutPart(NGINX) },
  (t) => wholeJobBehindNginx(t, { javaScriptEnabled: false }),
)
