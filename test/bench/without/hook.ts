import { registerHooks } from 'node:module'

/**
 * `--import` this, and Touchline starts without what `docs/security.md` says of the server: each plugin
 * below is replaced by its stand-in, everything else is as in production. For the benchmark alone.
 */
const PLUGINS: Readonly<Record<string, string>> = {
  'http/connections/drain.ts': 'drainPlugin',
  'http/connections/plugin.ts': 'connectionsPlugin',
  'http/pressure/plugin.ts': 'pressurePlugin',
  'http/security/host.ts': 'hostPlugin',
  'http/security/plugin.ts': 'securityPlugin',
  'http/transport.ts': 'transportPlugin',
  'telemetry/access-log.ts': 'accessLogPlugin',
  'telemetry/metrics.ts': 'metricsPlugin',
  'telemetry/request-log.ts': 'requestLogPlugin',
}
const FOLDER = new URL('../../../src/', import.meta.url).href
const STAND_INS = new URL('stand-ins.ts', import.meta.url).href

registerHooks({
  load(url, context, load) {
    const plugin = url.startsWith(FOLDER) ? PLUGINS[url.slice(FOLDER.length)] : undefined
    if (plugin === undefined) return load(url, context)
    // A name that is exported by itself goes before the same one from `*`.
    const source = `export * from '${url}?real'\nexport { ${plugin} } from '${STAND_INS}'`
    return { format: 'module', source, shortCircuit: true }
  },
})
