/** `npm run fuzz -- RUNS SEED PATH`: the fuzzer over the service's JSON, for longer or for one case again. */
const [runs = '2000', seed = '', path = ''] = process.argv.slice(2)
process.env['FUZZ_RUNS'] = runs
process.env['FUZZ_SEED'] = seed
if (path !== '') process.env['FUZZ_PATH'] = path
process.env['TAP_TIMEOUT'] = '0'
await import('../foreign-fuzz.test.ts')
