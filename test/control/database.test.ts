// The control database as a file: private, migrated once, opened by several processes.
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, Migrator } from 'kysely'
import type { MigrationProvider } from 'kysely'
import Database from 'libsql'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Control, openControl } from '../../src/control/database.ts'
import { WholeDialect } from '../../src/control/dialect.ts'
import { migrations } from '../../src/control/migrations.ts'
import { listRuns, startRun } from '../../src/control/runs.ts'
import { schedulesOf } from '../../src/control/schedules.ts'
import type { ControlSchema } from '../../src/control/schema.ts'
import { signOffs } from '../../src/control/sign-offs.ts'
import { createTokenStore } from '../../src/control/tokens.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'control-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777

test('the file and its WAL are for the owner only, also when the file was open to others', async () => {
  const path = join(folder, 'control.db')
  await writeFile(path, '')
  await chmod(path, 0o666)
  await using control = await openControl(path)
  await startRun(control, 'sync')
  expect(await Promise.all([path, `${path}-wal`, `${path}-shm`].map(modeOf))).toEqual([0o600, 0o600, 0o600])
})

test('eight openings at once of a new home all succeed', async () => {
  const path = join(folder, 'control.db')
  const opened = await Promise.all(Array.from({ length: 8 }, () => openControl(path)))
  for (const control of opened) await control.close()
})

test('a file that is no database is refused with a remedy', async () => {
  const path = join(folder, 'control.db')
  await writeFile(path, 'not a database at all, but long enough to be read as one'.repeat(40))
  await expect(openControl(path)).rejects.toMatchObject({ code: 'HOME_UNUSABLE', exitCode: 3 })
})

test.skipIf(process.platform !== 'linux')('an opening that fails leaves no file open', async () => {
  const path = join(folder, 'control.db')
  await writeFile(path, 'not a database at all, but long enough to be read as one'.repeat(40))
  const openFiles = async (): Promise<number> => (await readdir('/proc/self/fd')).length
  await openControl(path).catch(() => undefined)
  const before = await openFiles()
  for (let attempt = 0; attempt < 5; attempt += 1) await openControl(path).catch(() => undefined)
  expect(await openFiles()).toBe(before)
})

test('a home of before the reconciliation trail keeps its rows, and has the trail', async () => {
  const path = join(folder, 'control.db')
  const database = new Database(path)
  const db = new Kysely<ControlSchema>({ dialect: new WholeDialect({ database }) })
  const earlier: MigrationProvider = {
    getMigrations: async () =>
      Object.fromEntries(
        Object.entries(await migrations.getMigrations()).filter(([name]) => name <= '0003_backfills'),
      ),
  }
  const { error, results } = await new Migrator({ db, provider: earlier }).migrateToLatest()
  expect([error, results?.length]).toEqual([undefined, 3])
  const runId = await startRun(new Control(db, path), 'sync')
  await createTokenStore(new Control(db, path)).save(10001, 'owner', {
    token: 't-1',
    expiresAt: new Date('2026-07-02T12:00:00Z'),
    renewals: 1,
  })
  await expect(schedulesOf(new Control(db, path))).rejects.toThrow(/no such table/)
  await db.destroy()

  await using control = await openControl(path)
  expect(await listRuns(control)).toMatchObject([{ id: runId, verb: 'sync' }])
  expect(await createTokenStore(control).load(10001, 'owner')).toMatchObject({ token: 't-1' })
  expect(await schedulesOf(control)).toEqual([])
  expect(await signOffs(control)).toEqual([])
})
