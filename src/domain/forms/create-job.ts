import { type Decoded, type Fields, textOf } from './fields.ts'

const TEXTS = ['video_url', 'video_key', 'video_bucket', 'team_name', 'player_name'] as const

/** `POST /api/jobs` from the form of the home page: blank fields are left out. */
export function createJobForm(fields: Fields): Decoded {
  const texts = TEXTS.map((name) => [name, textOf(fields, name)]).filter(([, text]) => text !== '')
  const shirt = textOf(fields, 'shirt_number')
  return {
    body: {
      ...Object.fromEntries(texts),
      role: textOf(fields, 'role'),
      category: textOf(fields, 'category'),
      ...(shirt === '' ? {} : { shirt_number: /^\d{1,2}$/.test(shirt) ? Number(shirt) : shirt }),
      ...(fields['full_match_mode'] === undefined ? {} : { full_match_mode: true }),
    },
  }
}
