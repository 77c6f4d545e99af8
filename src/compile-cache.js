import './needed-node.js'
import module from 'node:module'
import { join } from 'node:path'

// Loaded before the server (`node --import`), and no TypeScript itself: so already the first file of the
// server comes from the cache, and the stripper of types, 20 MB and a tenth of a second, is not needed.
// It lies beside the packages and not in a folder that other users may write to. Where it cannot be
// written, nothing happens. By its module, because an older Node has no such name to import.
module.enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/touchline'))
