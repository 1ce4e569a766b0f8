// The file of a control database: made for its owner only, durable at each commit, open to several processes.
import { chmod, mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import Database from 'libsql'

/** Opens a file. It is 0600 before SQLite sees it; SQLite gives its -wal and -shm files the mode of the database. */
export const openFile = async (path: string, busyTimeoutMs: number): Promise<Database.Database> => {
  if (path !== ':memory:') await createPrivate(path)
  const database = new Database(path, { timeout: busyTimeoutMs })
  try {
    // By exec: the driver's pragma() leaves a statement behind that keeps the file open until it is collected.
    database.exec(`pragma busy_timeout = ${busyTimeoutMs}`)
    database.exec('pragma synchronous = full')
  } catch (error) {
    database.close()
    throw error
  }
  return database
}

/** Readers and one writer side by side. */
export const toWal = (database: Database.Database, path: string): void => {
  if (path !== ':memory:') database.exec('pragma journal_mode = wal')
}

const createPrivate = async (path: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(path, 'a', 0o600)
  await file.close()
  await chmod(path, 0o600)
}
