import { registerHooks } from 'node:module'

/** `--import` this into a process: the optional packages of OpenTelemetry are not installed there. */
registerHooks({
  resolve(specifier, context, next) {
    if (!specifier.startsWith('@opentelemetry/')) return next(specifier, context)
    throw Object.assign(new Error(`Cannot find package '${specifier}'`), {
      code: 'ERR_MODULE_NOT_FOUND',
    })
  },
})
