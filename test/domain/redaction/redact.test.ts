// One file: what must be cut stands beside what must stay, because a rule that is changed for one can break the other.

import t from 'tap'
import { cutSignatures } from '../../../src/domain/redaction/redact.ts'
import { foreignText, MESSAGE } from '../../../src/domain/text/foreign-text.ts'
import { recordings } from '../../support/service/recordings.ts'

const JSON_TWICE = JSON.stringify(JSON.stringify({ Authorization: 'Bearer S3CRETa' }))

const HEADERS = [
  `HTTPError 403 headers={'Authorization': 'Bearer S3CRETa', 'Cookie': 'sid=S3CRETa'}`,
  '{"Authorization":"Bearer S3CRETa"}',
  JSON_TWICE,
  `[('host', 's'), ('authorization', 'Bearer S3CRETa')]`,
  `[(b'authorization', b'Basic S3CRETa=')]`,
  '["Host","s","Cookie","sid=S3CRETa; b=S3CRETa"]',
  '{"Cookie": "sid=S3CRETa; session=S3CRETa"}',
  'Cookie: a=1; session=S3CRETa; csrf=S3CRETa',
  'Set-Cookie: sid=S3CRETa; Path=/; HttpOnly',
  '<Cookie sid=S3CRETa for store.test/>',
  `cookies={'sid': 'S3CRETa', 'b': 'S3CRETa'}`,
  'Authorization: S3CRETa',
  'Authorization: Token HUNTERHUNTER',
  'Authorization: ApiKey S3CRETa',
  'Authorization: Unheard-of S3CRETab',
  'authorization: Digest username="x", response="S3CRETa"',
  'Authorization: AWS4-HMAC-SHA256 Credential=S3CRETa/2026, SignedHeaders=host, Signature=S3CRETa',
  'Proxy-Authorization: Negotiate S3CRETa',
  'X-Auth-Token: S3CRETa',
  'X-Vault-Token: S3CRETa',
  'PRIVATE-TOKEN: S3CRETa',
  'curl -H "X-Api-Key: S3CRETa" http://s/a',
  'sent bearer S3CRETa to it',
  'the request had Basic S3CRETa9=',
]

const SETTINGS = [
  'token: HUNTER',
  'level: info password: HUNTER',
  'password:HUNTER',
  'secret_key=HUNTER',
  'S3_SECRET_KEY=HUNTER',
  `MINIO_SECRET_KEY='HUNTER'`,
  'secretKey=HUNTER',
  'Config(secretKey=HUNTER, retries=3)',
  'private_key=HUNTER',
  'passphrase=HUNTER',
  'client_secret: HUNTER',
  'AccountName=a;AccountKey=S3CRETa==;EndpointSuffix=x',
  'Server=db;User=a;Pwd=HUNTER;',
  'PASSWORD  =  HUNTER',
  'password => HUNTER',
  'password := HUNTER',
  'password\uff1dHUNTER',
  'mysqldump --password HUNTER -h db',
  'curl -u admin:HUNTER http://s/a',
  'password="HUN TER with blanks"',
  `password='a&HUNTER'`,
  'password=a&HUNTER',
  `password=it'HUNTER`,
  '"password": "ab<HUNTER"',
  '"password": "ab\\"HUNTER"',
  `"password": "ab'HUNTER"`,
  '"token": 12345678',
  `'secret': b'HUNTER'`,
  `os.environ['DB_PASSWORD'] = 'HUNTER'`,
  `credentials={'user': 'anna', 'x': 'HUNTER'}`,
  `auth=('anna', 'HUNTER')`,
  '<Secret>HUNTER</Secret><AWSAccessKeyId>S3CRETa</AWSAccessKeyId>',
  'password%3DHUNTER',
  '%7B%22token%22%3A%22HUNTER%22%7D',
  '\\npassword=HUNTER',
  'the password is S3CRETab',
  '-----BEGIN RSA PRIVATE KEY----- MIIHUNTER HUNTER -----END RSA PRIVATE KEY-----',
  '-----BEGIN PRIVATE KEY----- MIIHUNTER',
  'got eyJhbGciOiJI.S3CRETa.S3CRETa from it',
  'key AKIAIOSFODNN7S3CRETA is not known',
]

const ADDRESSES = [
  '/fnh/a.jpg?hdnea=exp=1~hmac=HUNTER',
  'GET store/a.jpg?e=1&md5=HUNTER',
  '//store/a.jpg?Expires=1&hmac=HUNTER',
  'http:/store/a?key=HUNTER',
  'http:\\\\store\\a?sig=HUNTER',
  'http&#58;//store/a?key=HUNTER',
  '/login?next=http://store/a&x=HUNTER',
  'https:\\u002f\\u002fstore\\u002fa.jpg\\u003fX-Amz-Signature\\u003dHUNTER',
  'https%25253A%25252F%25252Fstore%25252Fa.jpg%25253Fx%25253DHUNTER',
  'http://store/a.jpg;jsessionid=HUNTER',
  'connect minio:minio123HUNTER@store.test failed',
  'postgresql+psycopg2://user:HUN@TER@db/x',
  'postgresql://user:1HUNTER/HUNTER@db/x',
  'redis://:HUNTER@cache:6379/0',
  'https://HUNTER@store/a',
  'https%3A%2F%2Fuser%3AHUNTER%40store%2Fa',
  `amqp://user:HUN TER@rabbit/`,
]

for (const [kind, texts] of Object.entries({ HEADERS, SETTINGS, ADDRESSES })) {
  t.test(`no secret stays in a text: ${kind.toLowerCase()}`, async (t) => {
    for (const text of texts) {
      for (const whole of [text, `before ${text} after`, JSON.stringify({ message: text })]) {
        for (const said of [foreignText(whole, MESSAGE), cutSignatures(whole)]) {
          t.notMatch(said, /HUNTER|S3CRET|HUN|12345678/, `${whole} => ${said}`)
          t.match(said, '…')
        }
      }
      t.match(foreignText(`before ${text}`, MESSAGE), /^before /)
    }
  })
}

t.test('what follows a secret is still said', async (t) => {
  for (const [text, said] of [
    [
      `headers={'Authorization': 'Bearer abc1', 'Accept': '*/*'}`,
      `headers={'Authorization': '…', 'Accept': '*/*'}`,
    ],
    ['Authorization: Bearer abc1 was refused', 'Authorization: … was refused'],
    ['{"ok":false,"token":"abc1","code":"X"}', '{"ok":false,"token":"…","code":"X"}'],
    ['{"message":"bad token=abc1","code":"X"}', '{"message":"bad token=…","code":"X"}'],
    [`{'message': 'bad token=abc1', 'code': 'X'}`, `{'message': 'bad token=…', 'code': 'X'}`],
    ['login(password=abc1, user=anna) failed', 'login(password=…, user=anna) failed'],
    ['PUT store/a.jpg?e=1&md5=abc1 failed', 'PUT store/a.jpg?… failed'],
    ['minio:abc1@store.test:9000 refused', '…@store.test:9000 refused'],
    ['mail --password abc1 --to anna', 'mail --password … --to anna'],
    ['<Token>abc1</Token><Code>X</Code>', '<Token>…</Token><Code>X</Code>'],
  ] as const) {
    t.equal(cutSignatures(text), said)
  }
})

t.test('a text that is cut leaves no half of an address with its password', async (t) => {
  const secrets = [
    'https://user:HUNTERHUNTERHUNTER@host/path',
    'https://user:123HUNTERHUNTERHUNTER@host/path',
    `https://user:'HUNTERHUNTERHUNTER@host/path`,
    'https%3A%2F%2Fuser%3AHUNTERHUNTERHUNTER%40host',
    'minio:HUNTERHUNTERHUNTER@host',
    'password=HUNTERHUNTERHUNTER',
    'Authorization: Bearer HUNTERHUNTERHUNTER',
    'Cookie: a=1; b=HUNTERHUNTERHUNTER',
    '{"password":"HUNTERHUNTERHUNTER"}',
  ]
  for (const secret of secrets) {
    for (let shown = 1; shown < secret.length; shown += 1) {
      const text = `${'x'.repeat(99 - shown)} ${secret}`
      t.notMatch(foreignText(text, 100), /HUN|123/, `${secret} after ${shown}`)
    }
  }
  t.equal(foreignText(`it ended at 12:30:45 with ${'x'.repeat(100)}`, 19), 'it ended at 12:…')
})

/** What services, workers, stores and their libraries say in words. */
const ORDINARY = [
  'Invalid token: the file ended too early',
  'Unexpected token: }',
  `Unexpected token '<', "<!DOCTYPE "... is not valid JSON`,
  'Unexpected token < in JSON at position 0',
  'Token expired. Sign in again.',
  'Token: required',
  'The token is used twice',
  'Password: incorrect',
  'password is required',
  'The password is wrong, or the user is unknown',
  'Authorization: required for this address',
  'Authorization: Bearer token missing',
  'Bearer token is missing',
  'Bearer authentication failed',
  'Basic authentication is off',
  'basic tracking failed after 12 s',
  `Missing fields: 'token', 'password', 'signature'`,
  'SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided.',
  'InvalidAccessKeyId: Your key does not exist in our records.',
  'NoCredentialsError: Unable to locate credentials',
  'Credentials: none',
  'token=None',
  '{"token":null,"cookie":false}',
  'Cookies are disabled. Cookie: missing',
  'max_tokens: 4096, total_tokens=812, tokens: 12',
  'token_count=3 signature_version=s3v4 token_type: bearer',
  'Tokenizer: 12 words',
  'key: frames/frame_0001.jpg, frame_key=frames/frame_0002.jpg',
  'bestPreviewFrameKey=a.jpg',
  'key passes: 12, pass: 34, pass_accuracy=0.82, first_pass=1',
  'session: training 3, session=2026-01-02',
  'Secretary: Anna Rossi',
  'policy: retry twice',
  'author: Anna, authority=FIGC',
  'No address? None. Why?',
  'Why not (really?) do x=1',
  'Tracking timeout exceeded: 45.2 s of 30 s',
  'Coverage 0.4 < 0.6 for track 8 @ 12.5 s',
  'Frame 12 at 00:01:15.5 is out of range: 0 to 10',
  'Could not connect to http://minio.intranet:9000/fnh/a.jpg: refused',
  'Connect to http://[::1]:9000 failed, then to (http://store:9000).',
  'http://a:9000,b:9000/x is down',
  'Ask anna@club.it or @analyst',
  'object at 0x7f3c2b1a is not callable',
  'Traceback (most recent call last): File "/app/worker.py", line 12, in run',
  `KeyError: 'player_ref'`,
  `{'loc': ['body', 'password'], 'msg': 'Field required', 'type': 'missing'}`,
  'ffmpeg -i in.mp4 -p 1 exited with 1; usage: ffmpeg [options]',
  'C:\\videos\\match.mp4 -> out.mp4',
]

t.test('ordinary sentences stay whole', async (t) => {
  for (const text of ORDINARY) {
    t.equal(cutSignatures(text), text, text)
    t.equal(foreignText(text, MESSAGE), text, text)
  }
})

t.test('whatever the real service says stays whole, but for signatures', async (t) => {
  const said = new Set<string>()
  JSON.stringify(
    recordings().map(({ response }) => response.body),
    (_key, value) => {
      if (typeof value === 'string') said.add(value)
      return value
    },
  )
  t.ok(said.size > 100, `${said.size} texts`)
  for (const text of said) {
    t.equal(cutSignatures(text), text.includes('://') ? text.replace(/\?[^"]+/, '?…') : text)
  }
})

t.test('a letter that is not seen hides no name', async (t) => {
  for (const hidden of ['\u200d', '\u200c', '\ufe0f', '\u034f', '\u3164', '\u{e0041}']) {
    t.notMatch(
      foreignText(`Sig${hidden}nature=HUNTER`),
      'HUNTER',
      hidden.codePointAt(0)!.toString(16),
    )
  }
})

/** What begins and does not end, again and again: hours, where each looks for its end up to the last. */
const SLOW = [
  'a',
  '-',
  '\\',
  'token',
  'token=',
  'token: ',
  'token="',
  'token   ',
  'password="\\',
  '{"token":{',
  "('token',",
  '<token>',
  '-u [',
  'basic [',
  'basic "',
  'a=',
  '"',
  '\\"',
  '://',
  ':@',
  '%25',
  'token%25',
  'Cookie ',
  'Cookie: a=b;',
  'Authorization: x=y,',
  '-----BEGIN PRIVATE KEY-----',
]

t.test('a text that is made to be slow takes no more than one that is not', async (t) => {
  for (const part of SLOW) {
    const text = part.repeat(200_000 / part.length)
    t.ok(cutSignatures(text).isWellFormed(), part)
    t.ok(cutSignatures(text, true).isWellFormed(), part)
  }
})
