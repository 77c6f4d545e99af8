import type { JobVideo } from '../job/video.ts'
import { type Decoded, type Fields, textOf } from './fields.ts'

/** Fields that name a video themselves. They win over a match or a job in the form. */
const OWN = ['video_url', 'video_key'] as const
const TEXTS = [...OWN, 'video_bucket', 'team_name', 'player_name'] as const

/** The id of the job whose video the form asks for; `''` if the form names a video or a match itself. */
export function videoOwner(fields: Fields): string {
  const named = [...OWN, 'lgi_match_id'].some((name) => textOf(fields, name) !== '')
  return named ? '' : textOf(fields, 'of_job')
}

/** The body of `POST /api/jobs` from the home page's form, without blank fields. `ofJob`: the video of `videoOwner`. */
export function createJobForm(fields: Fields, ofJob: JobVideo | null = null): Decoded {
  const video = matchOf(fields) ?? ofJob
  const texts = TEXTS.map((name) => [name, textOf(fields, name)]).filter(
    ([name, text]) => text !== '' && (video === null || name !== 'video_bucket'),
  )
  const shirt = textOf(fields, 'shirt_number')
  return {
    body: {
      ...Object.fromEntries(texts),
      ...(video === null ? {} : sourceOf(video)),
      role: textOf(fields, 'role'),
      category: textOf(fields, 'category'),
      ...(shirt === '' ? {} : { shirt_number: /^\d{1,2}$/.test(shirt) ? Number(shirt) : shirt }),
      ...(fields['full_match_mode'] === undefined ? {} : { full_match_mode: true }),
    },
  }
}

function matchOf(fields: Fields): JobVideo | null {
  const matchId = textOf(fields, 'lgi_match_id')
  const isOwn = OWN.some((name) => textOf(fields, name) !== '')
  return matchId === '' || isOwn ? null : { kind: 'match', matchId }
}

function sourceOf(video: JobVideo): Record<string, string> {
  switch (video.kind) {
    case 'match':
      return { lgi_match_id: video.matchId }
    case 'address':
      return { video_url: video.url }
    case 'object':
      return { video_key: video.key, video_bucket: video.bucket }
  }
}
