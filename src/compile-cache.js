import './needed-node.js'
import module from 'node:module'
import { join } from 'node:path'

// This file is loaded before the server (`node --import`) and is no TypeScript. So even the server's first file comes
// from the cache, and the stripper of types (20 MB, a tenth of a second) is not needed. The cache lies beside the
// packages, not in a folder that other users may write to. If it cannot be written, nothing happens. `module` is
// imported whole, because an older Node does not have this function.
module.enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/touchline'))
