import t from 'tap'
import { clientNetwork } from '../../../src/domain/http/client-network.ts'

t.test('an IPv4 address is a client of its own, in whatever way it is written', async (t) => {
  t.equal(clientNetwork('192.0.2.1'), '192.0.2.1')
  t.equal(clientNetwork('::ffff:192.0.2.1'), '192.0.2.1')
  t.equal(clientNetwork('::ffff:c000:201'), '192.0.2.1')
  t.not(clientNetwork('192.0.2.1'), clientNetwork('192.0.2.2'))
})

t.test('the addresses of one /56 are one client', async (t) => {
  const client = clientNetwork('2001:db8:1:200::1')
  for (const address of ['2001:db8:1:200:9::1', '2001:db8:1:2ff::', '2001:DB8:1:0210::7']) {
    t.equal(clientNetwork(address), client, address)
  }
  for (const address of ['2001:db8:1:300::1', '2001:db8:2:200::1', '2001:db8:1:100::1']) {
    t.not(clientNetwork(address), client, address)
  }
})

t.test('what is no address stands for itself', async (t) => {
  for (const text of ['', 'unknown', 'a:b']) t.equal(clientNetwork(text), text)
})
