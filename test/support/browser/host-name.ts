/** A name of this machine that is no loopback name to a browser: plain HTTP there is no secure context. */
export const HOST = 'touchline.intranet'
/** Tells Chromium where it is. */
export const MAPPED = `--host-resolver-rules=MAP ${HOST} 127.0.0.1`
