/** The kind of value behind a name: `secret` for a password and the like, null if the value needs no protection. */
export type SecretKind = 'authorization' | 'cookie' | 'secret' | null

/** A name that contains one of these has a secret value. */
const TELLING =
  /password|passwd|passphrase|secret(?!ar)|signature|credential|authorization|cookie|csrf|xsrf|sessionid|sessid|keypairid|(?:api|access|private|account|signing|encryption|shared|master|session|auth|subscription|ssh)key|(?:db|user|smtp|ftp|mysql|redis|admin|root)pass$/
/** Names too short to be searched inside other names: they must be a whole part of a name. */
const SHORT = new Set(['token', 'jwt', 'sig', 'hmac', 'pwd', 'sid', 'otp'])
const WHOLE = new Set(['auth', 'bearer', 'policy'])

/** A name that ends with one of these words is about a secret, but its value is not the secret. */
const ABOUT = new Set(
  `age algorithm at budget cost count enabled disabled error errors exception expired expires expiry expiration
  failed failure field file format hint in index invalid len length limit match max method min mismatch missing
  mode name on path policy position rate required rule rules size state status total ttl type uri url usage
  used valid version`.split(/\s+/),
)
/** Words in the name of an error, such as `InvalidAccessKeyId: The key you sent …`. */
const FAULTY = /^(?:bad|expired|invalid|missing|no|unexpected|unknown|wrong)$/

/** @param name letters, digits, `_`, `.` and `-`, in the style of any language */
export function secretKindOf(name: string): SecretKind {
  const parts = partsOf(name)
  if (ABOUT.has(parts.at(-1) ?? '')) return null
  const squashed = parts.join('')
  if (squashed.endsWith('authorization')) return 'authorization'
  if (/cookies?2?$/.test(squashed)) return 'cookie'
  if (TELLING.test(squashed) || squashed.endsWith('token')) return 'secret'
  return parts.some((part) => SHORT.has(part)) || WHOLE.has(squashed) ? 'secret' : null
}

/** Names under which a store signs an address. */
const SIGNS = /(?:signature|credential|accesskeyid|keypairid)$|^(?:sig|hmac|policy)$/

/** True if an address with this name in its query is signed. Such an address expires. */
export function isSignature(name: string): boolean {
  return SIGNS.test(partsOf(name).join(''))
}

/** True if the name is the name of an error. After such a name and a colon comes a sentence, not a secret. */
export function isOfError(name: string): boolean {
  return partsOf(name).some((part) => FAULTY.test(part)) || /doesnotmatch$/i.test(name)
}

function partsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]/)
    .filter((part) => part !== '')
}
