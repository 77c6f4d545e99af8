import type { StoredImage } from './domain/images/stored-image.ts'

/**
 * The only place that knows our paths. `base` is `BASE_PATH` without its trailing slash; `modulesOf` says which
 * other modules a module of the browser needs.
 */
export function createUrls(
  base: string,
  assetVersion: string,
  modulesOf: (name: string) => readonly string[] = (name) => [name],
) {
  const job = (id: string) => `${base}/jobs/${encodeURIComponent(id)}`
  const asset = (path: string) => `${base}/assets/${assetVersion}/${path}`
  const api = (id: string) => `${base}/api/jobs/${encodeURIComponent(id)}`
  return {
    home: () => `${base}/`,
    /** The club's list, narrowed by `state`, `q` and `cursor`. */
    list: (query: Record<string, string> = {}) => `${base}/${queryOf(query)}`,
    /** The list alone, asked for while there is no stream; takes `?seen=` too, as its stream does. */
    listNow: (query: Record<string, string>) => `${base}/club/list${queryOf(query)}`,
    listStream: (query: Record<string, string>) => `${base}/club/list/stream${queryOf(query)}`,
    /** The next job that waits for an analyst, after this one. */
    nextWaiting: (after?: string) =>
      `${base}/club/next${after === undefined ? '' : `?after=${encodeURIComponent(after)}`}`,
    notes: (id: string) => `${job(id)}/notes`,
    /** Which receivers were told that an analysis has ended. */
    notices: () => `${base}/notices`,
    sendAgain: (noticeId: string) => `${base}/notices/${encodeURIComponent(noticeId)}/send-again`,
    deleteNote: (id: string, note: string) => `${job(id)}/notes/${encodeURIComponent(note)}/delete`,
    /** Makes a link for a coach. */
    makeLink: () => `${base}/club/links`,
    revokeLink: (id: string) => `${base}/club/links/${encodeURIComponent(id)}/revoke`,
    /** What a link for a coach opens: nothing but this page, its picture and its file. */
    shared: (token: string) => `${base}/shared/${token}`,
    sharedPicture: (token: string, width?: number) =>
      `${base}/shared/${token}/image/target${width ? `?w=${width}` : ''}`,
    sharedCsv: (token: string) => `${base}/shared/${token}/result.csv`,
    /** For administrators. */
    upkeep: (query: Record<string, string> = {}) => `${base}/upkeep${queryOf(query)}`,
    takeOffByHand: () => `${base}/upkeep/take-off`,
    /** The list for scripts. */
    clubJobs: () => `${base}/api/club/jobs`,
    /** Takes a job off the list that the service does not know any more. */
    takeOff: (id: string) => `${base}/club/jobs/${encodeURIComponent(id)}/take-off`,
    /** Jobs for several players of one match: a form; takes `?of_job=` or `?match=`, and `?form=`, its own name. */
    newJobs: (query: Record<string, string> = {}) => `${base}/new-jobs${queryOf(query)}`,
    /** The form of a new job, with the video of another. */
    anotherPlayer: (id: string) => `${base}/?of_job=${encodeURIComponent(id)}`,
    /** The form of a new job, with a match of the archive. */
    withMatch: (id: string) => `${base}/?match=${encodeURIComponent(id)}`,
    createJob: () => `${base}/api/jobs`,
    openJob: () => `${base}/jobs`,
    job,
    /** The address at which a page loads itself again. It tells that nobody has opened the page. */
    again: (address: string) =>
      /[?&]again=yes$/.test(address)
        ? address
        : `${address}${address.includes('?') ? '&' : '?'}again=yes`,
    frame: (id: string, n: number, query: Record<string, string | number> = {}) =>
      `${job(id)}/frames/${n}${queryOf(query)}`,
    /** The event stream of the job page; takes `?seen=`, the digest of what the page shows. */
    stream: (id: string) => `${job(id)}/stream`,
    /** Go to a frame by number or by time: a form that answers with a redirect to the frame. */
    goToFrame: (id: string) => `${job(id)}/frames`,
    result: (id: string) => `${job(id)}/result`,
    resultCsv: (id: string) => `${job(id)}/result.csv`,
    resultJson: (id: string) => `${job(id)}/result.json`,
    /** Clips and presence as a timeline for Sportscode. */
    resultXml: (id: string) => `${job(id)}/result.xml`,
    /** Redirect to the fresh signed address of a clip; `index` counts from 0 in the upstream's order. */
    clip: (id: string, index: number) => `${job(id)}/clips/${index}`,
    /** Redirect to the fresh signed address of the whole video. */
    inputVideo: (id: string) => `${job(id)}/video`,
    /** The live part of the job page, asked for while there is no stream; takes `?seen=` too. */
    live: (id: string) => `${job(id)}/live`,
    /** The choice among the tracks, once the shirts have been looked at, for the form that sends `action`. */
    tracks: (id: string, action: string) => `${job(id)}/tracks?form=${action}`,
    /** Tells whether a job has changed, for pages that do not follow it; takes `?seen=` too. */
    news: (id: string) => `${job(id)}/news`,
    newsStream: (id: string) => `${job(id)}/news/stream`,
    compare: (ids: string[] = []) => `${base}/compare${jobsQuery(ids)}`,
    compareCsv: (ids: string[]) => `${base}/compare.csv${jobsQuery(ids)}`,
    compareXml: (ids: string[]) => `${base}/compare.xml${jobsQuery(ids)}`,
    compareNews: (ids: string[]) => `${base}/compare/news${jobsQuery(ids)}`,
    compareNewsStream: (ids: string[]) => `${base}/compare/news/stream${jobsQuery(ids)}`,
    /** Leads to the provider, then back here, and then to the path `to`. */
    signIn: (to: string) => `${base}/sign-in?to=${encodeURIComponent(to)}`,
    /** For a browser that was led here from another address of ours. */
    signInHere: (to: string) => `${base}/sign-in?to=${encodeURIComponent(to)}&led=here`,
    /** For a browser that came back with the answer to another browser's sign-in. */
    signInAgain: (to: string) => `${base}/sign-in?to=${encodeURIComponent(to)}&again=yes`,
    signInBack: () => `${base}/sign-in/back`,
    signOut: () => `${base}/sign-out`,
    signedOut: () => `${base}/signed-out`,
    shortcuts: () => `${base}/shortcuts`,
    /** The routes for scripts: a page, and the document of OpenAPI. */
    docs: () => `${base}/docs`,
    openApi: () => `${base}/openapi.json`,
    recentJobs: () => `${base}/recent-jobs`,
    /** The event stream of the recent jobs; takes `?seen=`. */
    recentJobsStream: () => `${base}/recent-jobs/stream`,
    /** The actions of the flow: `select-track`, `pick-player`, `player-ref`, `target`, `selection`, `enqueue`, `retry`, … */
    action: (id: string, action: string) => `${api(id)}/${action}`,
    /** Added to the address of an action that is sent from the page of frame `n`: the answer is that page. */
    fromFrame: (n: number) => `?page=frame&from=${n}`,
    /** Choose the player, confirm the target and start, in one form. */
    start: (id: string) => `${job(id)}/start`,
    events: (id: string) => `${api(id)}/events`,
    /**
     * The stable address of a signed image: the signature is cut, the server finds the current one
     * in the job (docs/architecture.md#images-of-a-job). `id` tells pictures at one address apart. `width` asks for a thumbnail of 160, 320 or 640 pixels.
     */
    image: (id: string, image: StoredImage, width?: 160 | 320 | 640) =>
      `${base}/api/frame-proxy?job=${encodeURIComponent(id)}&url=${encodeURIComponent(image.address)}&id=${image.id}${width ? `&w=${width}` : ''}`,
    /** A file under `static/` or of a package, with the version in its path so that it caches for ever. */
    asset,
    /** The addresses of modules under `static/` and of all that they import, each once. */
    modules: (names: string[]) => [...new Set(names.flatMap(modulesOf))].map(asset),
    /** The style sheet of one kind of page (src/view-models/sheets.ts). */
    sheet: (kind: string) => asset(`css/page/${kind}.css`),
  }
}
export type Urls = ReturnType<typeof createUrls>

function queryOf(query: Record<string, string | number>): string {
  const text = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString()
  return text === '' ? '' : `?${text}`
}

function jobsQuery(ids: string[]): string {
  return ids.length === 0 ? '' : `?${ids.map((id) => `job=${encodeURIComponent(id)}`).join('&')}`
}
