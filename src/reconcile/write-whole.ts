// Files that a reader never sees half of, for their owner only: rows name clients by id.
import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { link, mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { flush, renameDurably, writeFlushed } from '../lakehouse/durable.ts'

/** A text, bytes, or pieces of text that are written as they come: all of them as one may be longer than a text can be. */
type Content = string | Uint8Array | Iterable<string>

const writeContent = async (path: string, content: Content): Promise<void> => {
  if (typeof content === 'string') return writeFlushed(path, Buffer.from(content))
  if (content instanceof Uint8Array) return writeFlushed(path, content)
  await pipeline(Readable.from(content), createWriteStream(path, { mode: 0o600 }))
  await flush(path)
}

/** Writes beside, under a name of its own: two processes may write the same file at once. What is left beside is removed. */
const writeBeside = async (
  path: string,
  content: Content,
  place: (unfinished: string) => Promise<void>,
): Promise<void> => {
  const unfinished = `${path}.${randomUUID()}.tmp`
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  try {
    await writeContent(unfinished, content)
    await place(unfinished)
  } finally {
    await rm(unfinished, { force: true })
  }
}

/** Writes beside and renames; makes the folder where it is missing. */
export const writeWhole = (path: string, content: Content): Promise<void> =>
  writeBeside(path, content, (unfinished) => renameDurably(unfinished, path))

/** Writes a file that is not there yet; of several that write it at once, the first one's stays. */
export const writeOnce = (path: string, content: string): Promise<void> =>
  writeBeside(path, content, async (unfinished) => {
    await link(unfinished, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    await flush(dirname(path))
  })
