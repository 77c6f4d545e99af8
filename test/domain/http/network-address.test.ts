import fc from 'fast-check'
import t from 'tap'
import { isLoopbackHost, mayDial } from '../../../src/domain/http/network-address.ts'

/** Link-local, metadata, unspecified, multicast, broadcast, and the forms that hide an IPv4 address. */
const NEVER = [
  ...['0.0.0.0', '0.0.0.1', '169.254.169.254', '169.254.170.2', '169.254.0.1', '192.0.0.192'],
  ...['100.100.100.200', '168.63.129.16', '224.0.0.1', '239.255.255.255', '255.255.255.255'],
  ...['::', '::2', '::7f00:1', '::127.0.0.1', '::a9fe:a9fe', '::ffff:0:127.0.0.1'],
  ...['::ffff:169.254.169.254', '::ffff:a9fe:a9fe', '::ffff:0.0.0.0', '::ffff:255.255.255.255'],
  ...['64:ff9b::a9fe:a9fe', '64:ff9b::10.0.0.1', '64:ff9b::8.8.8.8', '64:ff9b:1::a9fe:a9fe'],
  ...['2002:a9fe:a9fe::', '2002:7f00:1::1', '2001::1', '2001:0:53aa:64c:0:fbe5:80fe:fe01'],
  ...['fe80::1', 'fe80::5efe:7f00:1', 'fd00::5efe:7f00:1', 'fd00::200:5efe:a9fe:a9fe'],
  ...['2a00:1450::5efe:a00:1', 'fec0::1', 'ff02::1', 'ff0e::1', 'fd00:ec2::254', 'fd20:ce::254'],
]
const SPECIAL = [
  ...['240.0.0.1', '192.0.2.1', '198.51.100.1', '203.0.113.1', '198.18.0.1', '192.88.99.1'],
  ...['100.64.0.1', '100::1', '2001:db8::1', '2001:2::1', '3fff::1', '4000::1', '5f00::1'],
]
const PUBLIC = [
  '8.8.8.8',
  '93.184.215.14',
  '2a00:1450:4001::1',
  '2606:4700::1111',
  '::ffff:8.8.8.8',
]
const PRIVATE = [
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.254',
  '192.168.1.1',
  'fd12:3456::1',
  'fc00::1',
]
const LOOPBACK = ['127.0.0.1', '127.255.255.254', '::1', '::ffff:127.0.0.1']
const EVERYTHING = ['0.0.0.0/0', '::/0']

t.test('some addresses are never dialled, whatever is listed', async (t) => {
  for (const address of NEVER) {
    for (const networks of [null, EVERYTHING]) {
      t.equal(mayDial(address, networks, true), false, `${address} in ${networks}`)
    }
  }
})

t.test('without FRAME_NETWORKS public and private addresses may be dialled', async (t) => {
  for (const address of [...PUBLIC, ...PRIVATE])
    t.equal(mayDial(address, null, false), true, address)
  for (const address of SPECIAL) t.equal(mayDial(address, null, true), false, address)
})

t.test('loopback may be dialled only where the listed host is loopback', async (t) => {
  for (const address of LOOPBACK) {
    t.equal(mayDial(address, null, false), false, address)
    t.equal(mayDial(address, null, true), true, address)
  }
})

t.test('FRAME_NETWORKS, where set, is the whole list', async (t) => {
  const networks = ['127.0.0.0/8', 'fd00::/8']
  for (const address of ['127.0.0.1', '::ffff:127.0.0.1', 'fd12::1']) {
    t.equal(mayDial(address, networks, false), true, address)
  }
  for (const address of [...PUBLIC, '10.0.0.1', '::1', '128.0.0.1', 'fc00::1']) {
    t.equal(mayDial(address, networks, true), false, address)
  }
  t.equal(mayDial('100.64.0.1', ['100.64.0.0/10'], false), true, 'a special range that is listed')
  t.equal(mayDial('127.0.0.1', [], true), false, 'an empty list')
})

t.test('what is no plain address is refused', async (t) => {
  for (const text of [
    '',
    ' ',
    '127.1',
    '0x7f000001',
    '2130706433',
    '0177.0.0.1',
    '127.0.0.1 ',
    '127.0.0.1.',
    '127.0.0.1:80',
    '[::1]',
    '::1%lo',
    'fe80::1%eth0',
    'fd00::1%1',
    'localhost',
    '1.2.3',
    '8.8.8.8/32',
  ]) {
    t.equal(mayDial(text, EVERYTHING, true), false, JSON.stringify(text))
  }
})

t.test(
  'no answer of a resolver crashes the guard, and an embedded address changes nothing',
  async () => {
    fc.assert(fc.property(fc.string(), (text) => typeof mayDial(text, null, true) === 'boolean'))
    fc.assert(
      fc.property(
        fc.ipV4(),
        (ipv4) => mayDial(`::ffff:${ipv4}`, null, false) === mayDial(ipv4, null, false),
      ),
    )
    fc.assert(
      fc.property(
        fc.ipV4(),
        fc.constantFrom('64:ff9b::', '::', '::ffff:0:', '64:ff9b:1::'),
        (ipv4, prefix) => {
          const address = `${prefix}${ipv4}`
          return address === '::0.0.0.1' || !mayDial(address, EVERYTHING, true)
        },
      ),
    )
  },
)

t.test('localhost and loopback addresses are loopback hosts', async (t) => {
  for (const host of ['localhost', 'localhost.', 'a.localhost', '127.0.0.1', '127.9.9.9', '::1']) {
    t.equal(isLoopbackHost(host), true, host)
  }
  for (const host of ['localhost.test', 'notlocalhost', '10.0.0.1', 'fd00::1', 'ip6-localhost']) {
    t.equal(isLoopbackHost(host), false, host)
  }
})
