import { once } from 'node:events'
import net from 'node:net'
import t from 'tap'
import { createDialer } from '../../src/images/dial.ts'
import { startImageStore } from '../support/service/image-store.ts'

t.test('a rebinding name is dialled only where it was checked', async (t) => {
  const store = await startImageStore(t)
  const answers = [
    ['127.0.0.1'],
    ['169.254.169.254'],
    ['127.0.0.1', '10.0.0.1'],
    ['10.0.0.1', '127.0.0.1'],
    [],
  ]
  let round = 0
  const dials: string[] = []
  const dial = createDialer({
    networks: ['127.0.0.0/8'],
    timeoutMs: 5000,
    resolve: async () =>
      answers[round++ % answers.length]!.map((address) => ({ address, family: 4 })),
    openSocket: (address) => {
      dials.push(address)
      return net.connect(store.port, '127.0.0.1')
    },
  })
  let connected = 0
  for (let n = 0; n < 1000; n += 1) {
    await new Promise<void>((resolve) => {
      dial({ hostname: 'frames.example.test', protocol: 'http:', port: '80' }, (error, socket) => {
        if (error === null) connected += 1
        socket?.destroy()
        resolve()
      })
    })
  }
  t.equal(connected, 200)
  t.strictSame([...new Set(dials)], ['127.0.0.1'])
  t.equal(round, 1000, 'one look-up for each connection')
})

t.test(
  'an address in place of a name is checked itself, whatever a resolver would say',
  async (t) => {
    const dials: string[] = []
    const dial = createDialer({
      networks: ['127.0.0.0/8'],
      timeoutMs: 1000,
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
      openSocket: (address) => {
        dials.push(address)
        return new net.Socket()
      },
    })
    for (const hostname of [
      '169.254.169.254',
      '::ffff:169.254.169.254',
      '0.0.0.0',
      '::',
      'fe80::1',
    ]) {
      const { promise, resolve } = Promise.withResolvers<Error | null>()
      dial({ hostname, protocol: 'http:', port: '' }, (...[error]) => resolve(error))
      t.match(await promise, { code: 'FRAME_UNAVAILABLE' }, hostname)
    }
    t.strictSame(dials, [])
  },
)

t.test('where one address of a name refuses, the next one is dialled', async (t) => {
  const store = await startImageStore(t)
  const dead = net.createServer().listen(0, '127.0.0.1')
  await once(dead, 'listening')
  const deadPort = (dead.address() as net.AddressInfo).port
  dead.close()
  await once(dead, 'close')
  const dials: string[] = []
  const dial = createDialer({
    networks: ['127.0.0.0/8'],
    timeoutMs: 5000,
    resolve: async () => [
      { address: '127.0.0.2', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ],
    openSocket: (address) => {
      dials.push(address)
      return net.connect(address === '127.0.0.2' ? deadPort : store.port, '127.0.0.1')
    },
  })
  const { promise, resolve } = Promise.withResolvers<net.Socket | null>()
  dial({ hostname: 'frames.example.test', protocol: 'http:', port: '' }, (_error, socket) =>
    resolve(socket),
  )
  const socket = await promise
  t.ok(socket)
  t.strictSame(dials, ['127.0.0.2', '127.0.0.1'])
  socket?.destroy()
})
