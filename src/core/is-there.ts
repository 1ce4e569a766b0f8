// Whether a file or folder is there.
import { access } from 'node:fs/promises'

/** False also for one that cannot be reached: whoever opens it then says why. */
export const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
