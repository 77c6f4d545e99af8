import t from 'tap'
import { signedHeaders } from '../../../src/club/notices/signed-headers.ts'

t.test('the signature is that of the example of Standard Webhooks', async (t) => {
  // https://github.com/standard-webhooks/standard-webhooks, the tests of its libraries.
  const key = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64')
  const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek'
  t.strictSame(signedHeaders(key, id, 1_614_265_330_999, '{"test": 2432232314}'), {
    'webhook-id': id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
})
