// Files that a reader never sees half of, for their owner only: rows name clients by id.
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { renameDurably, writeFlushed } from '../lakehouse/durable.ts'

/** Writes beside and renames; makes the folder where it is missing. */
export const writeWhole = async (path: string, content: string | Uint8Array): Promise<void> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFlushed(`${path}.tmp`, Buffer.from(content))
  await renameDurably(`${path}.tmp`, path)
}
