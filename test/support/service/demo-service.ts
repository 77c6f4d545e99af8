import { buildDemoUpstream } from '../../../src/demo/upstream.ts'

/** The simulated service as a program, in real time; tells its parent where it listens. */
const demo = buildDemoUpstream({ seeds: false })
process.send?.(await demo.listen({ port: 0, host: '127.0.0.1' }))
