import t from 'tap'
import { hostnameOf, originOf } from '../../../src/domain/http/own-address.ts'

t.test('a Host header is a name and perhaps a port', async (t) => {
  for (const [host, name] of [
    ['Touchline.Club.LAN:8080', 'touchline.club.lan'],
    ['localhost', 'localhost'],
    ['[2001:DB8::1]:80', '2001:db8::1'],
    ['[::1]', '::1'],
    ['bücher.test', 'bücher.test'],
    ['', null],
    ['a b', null],
    ['a:b', null],
    ['a:', null],
    ['::1', null],
    ['a@b', null],
    ['a/b', null],
    ['a?b', null],
    ['a#b', null],
    ['a\\b', null],
    ['[::1', null],
    ['::1]', null],
    ['[g::1]', null],
  ] as const) {
    t.equal(hostnameOf(host), name, host)
  }
})

t.test('an origin is written as browsers write it', async (t) => {
  for (const [scheme, host, origin] of [
    ['http', 'A.test:80', 'http://a.test'],
    ['https', 'a.test:443', 'https://a.test'],
    ['https', 'a.test:80', 'https://a.test:80'],
    ['http', '[2001:DB8:0::1]:8080', 'http://[2001:db8::1]:8080'],
    ['javascript', 'a.test', null],
    ['http', 'b@a.test', null],
    ['http', 'a.test:99999', null],
    ['', 'a.test', null],
  ] as const) {
    t.equal(originOf(scheme, host), origin, `${scheme} ${host}`)
  }
})
