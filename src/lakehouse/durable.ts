// Files that survive a crash: written, flushed to the disk, then given their name.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** Writes a file of mode 0600 and flushes it. Whoever needs the name to appear only when complete renames it afterwards. */
export const writeFlushed = async (path: string, body: Uint8Array): Promise<void> => {
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(body)
    await file.datasync()
  } finally {
    await file.close()
  }
}

/** Flushes a file that somebody else wrote (DuckDB does not). */
export const flush = async (path: string): Promise<void> => {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Renames, then flushes the folder: without that a power cut may take the new name back. */
export const renameDurably = async (from: string, to: string): Promise<void> => {
  await rename(from, to)
  await flush(dirname(to))
}

/** SHA-256 of a file, hex. */
export const sha256OfFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

export const sha256Of = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex')
