import { startStub } from './processes.ts'
import { startTouchline } from './servers.ts'
import { gzipSync, brotliCompressSync, constants } from 'node:zlib'
import { writeFileSync } from 'node:fs'
const stub = await startStub()
const s = await startTouchline(stub.origin)
const html = await (await fetch(s.origin + '/jobs/with-48')).text()
writeFileSync('/tmp/w/scratch-lean/page.html', html)
const b = Buffer.from(html)
console.log(b.length, gzipSync(b).length)
for (const q of [1,3,4,5,6]) { const t=performance.now(); let n; for (let i=0;i<50;i++) n=brotliCompressSync(b,{params:{[constants.BROTLI_PARAM_QUALITY]:q, [constants.BROTLI_PARAM_SIZE_HINT]: b.length}}).length; console.log('br',q,n,((performance.now()-t)/50).toFixed(2)) }
for (const q of [1,4,6]) { const t=performance.now(); let n; for (let i=0;i<50;i++) n=gzipSync(b,{level:q}).length; console.log('gz',q,n,((performance.now()-t)/50).toFixed(2)) }
await s.stop(); await stub.stop(); process.exit()
