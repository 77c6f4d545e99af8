import { Type } from '@sinclair/typebox'
import { NonBlank, OptionalText, optional, PLAIN, Text } from './fields.ts'
import { ruleInWords } from './rule.ts'
import { text } from './text.ts'

const SOURCES = ['video_url', 'video_key', 'lgi_match_id']

/** `POST /api/jobs`. Requires exactly one source, because the upstream answers 500 to none or two. */
export const CreateJobBody = Type.Intersect([
  Type.Object({
    video_url: optional(
      text({
        pattern: '^(?![A-Za-z][A-Za-z0-9+.-]*://)\\s*\\S|^[Hh][Tt][Tt][Pp][Ss]?://\\S',
        message: `must be an address that begins with http:// or https://, ${PLAIN}`,
      }),
    ),
    video_key: optional(NonBlank),
    video_bucket: optional(NonBlank),
    lgi_match_id: optional(NonBlank),
    role: Text,
    category: Text,
    team_name: optional(OptionalText),
    player_name: optional(OptionalText),
    shirt_number: optional(
      Type.Union(
        [
          Type.Integer({ minimum: 0, maximum: 99 }),
          Type.String({ pattern: '^\\d{1,2}$' }),
          Type.Null(),
        ],
        { errorMessage: 'must be a whole number from 0 to 99' },
      ),
    ),
    full_match_mode: optional(Type.Boolean({ errorMessage: 'must be true or false' })),
  }),
  ruleInWords(
    'must hold exactly one source: video_url, video_key or lgi_match_id',
    (body) => SOURCES.filter((name) => body[name] != null).length === 1,
    { oneOf: SOURCES.map((name) => ({ required: [name] })) },
  ),
])
