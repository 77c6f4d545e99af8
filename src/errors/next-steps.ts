/** Next steps that several kinds of errors share. */
export const LOOK_AGAIN = 'Look at the job as it is now, then decide again.'
export const WAIT =
  'Try again in a minute. If it keeps happening, give the request id to an administrator.'
/** For a probably wrong address of the service, or a proxy in front of it that answers while the service is away. */
export const CHECK_SETTING =
  'Show this page to an administrator. Where the setting is right, try again in a minute.'
export const CHECK = 'Check the address, or go back to the jobs.'
export const CORRECT = 'Correct the request and send it again.'
