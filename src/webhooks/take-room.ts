// Whether the disk of a home has room again: found out by taking it, as events would.
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Several of the longest bodies. */
const roomBytes = 1024 * 1024

/**
 * A small write into a file that was larger before succeeds on a disk that is full, and free bytes tell nothing of a quota.
 * @throws what the system says where there is no room.
 */
export const takeRoom = async (home: string): Promise<void> => {
  const path = join(home, 'room.tmp')
  try {
    const file = await open(path, 'w', 0o600)
    try {
      await file.writeFile(Buffer.alloc(roomBytes))
      await file.sync()
    } finally {
      await file.close()
    }
  } finally {
    await rm(path, { force: true })
  }
}
