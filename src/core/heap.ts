// The JavaScript heap given back: V8 lets garbage lie while it has room, and a long run would grow by what nobody holds.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

let collect: (() => void) | undefined

/**
 * Collects garbage now, in some 15 ms: for the moment before work that takes much memory outside of V8, of which V8 does not know.
 * Node has no call for it; a flag at the start would be for whoever starts the process to set, and a cap on the heap would also
 * bind what needs a larger one.
 */
export const collectGarbage = (): void => {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc')
    collect = runInNewContext('gc') as () => void
    setFlagsFromString('--no-expose-gc')
  }
  collect()
}
