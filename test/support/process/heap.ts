import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** JavaScript memory that is still held, bytes: objects, not the bytes of buffers, which are freed in their own time. */
export function heldBytes(): number {
  collect()
  return process.memoryUsage().heapUsed
}
