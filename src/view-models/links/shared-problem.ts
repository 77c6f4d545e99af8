const ENDED = [
  'This link has ended or was never valid.',
  'Ask the person who gave it to you for a new one.',
]

/** What a reader is told if there is nothing to show. The words name no code and no setting. */
export function sharedProblemOf(code: string): { heading: string; words: string[] } {
  if (code === 'LINK_ENDED') return { heading: 'This link does not work', words: ENDED }
  if (code === 'LINK_NOT_SHOWN') {
    return {
      heading: 'This result is not there any more',
      words: [
        'The link is right. The video-analysis service does not know this result any more.',
        'Ask the person who gave you the link.',
      ],
    }
  }
  if (code === 'LINK_WITHOUT_FILE') {
    return {
      heading: 'There is no such picture or file',
      words: [
        'The link is right, but what it shows has no such picture or file.',
        'Open the link itself: it shows what there is.',
      ],
    }
  }
  if (code === 'LINK_TOO_OFTEN') {
    return {
      heading: 'Too many requests',
      words: ['Links are being opened very often from here.', 'Try again in a minute.'],
    }
  }
  return {
    heading: 'Nothing can be shown at present',
    words: [
      'The link may still be right.',
      'Try again in a minute. If it stays so, tell the person who gave you the link.',
    ],
  }
}
