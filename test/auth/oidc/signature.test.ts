import { generateKeyPairSync, sign } from 'node:crypto'
import t from 'tap'
import { cameBack, withProvider } from '../../support/sign-in/with-provider.ts'

t.test('an ID token that the provider has not signed lets nobody in', async (t) => {
  const { browser, provider, app } = await withProvider(t)
  const anna = browser()
  t.equal((await anna.enter('/', 'anna')).status, 200, 'one that it has signed does')
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  let forged = 0
  for (const forge of [
    (token: string) => {
      const signed = token.slice(0, token.lastIndexOf('.'))
      return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`
    },
    (token: string) => {
      const [head, body, signature] = token.split('.')
      const claims = JSON.parse(Buffer.from(body!, 'base64url').toString())
      return [head, part({ ...claims, sub: 'vera' }), signature].join('.')
    },
  ]) {
    provider.forge((token) => {
      forged += 1
      return forge(token)
    })
    const answer = await anna.ask(await cameBack(anna, '/sign-in'))
    t.equal(answer.status, 403)
    t.match(answer.text, '<h1>Not allowed</h1>')
    t.match(answer.text, 'could not be verified')
    t.equal(answer.headers['set-cookie'], undefined)
  }
  t.equal(forged, 2)
  const failed = app.logged().filter(({ msg }) => msg === 'the sign-in failed')
  t.match(failed, [{ reason: 'OAUTH_INVALID_RESPONSE' }, { reason: 'OAUTH_INVALID_RESPONSE' }])
})
