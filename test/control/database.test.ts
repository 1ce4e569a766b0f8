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
import { readMirror, writeMirror } from '../../src/control/mirror.ts'
import { finishRun, listRuns, startRun } from '../../src/control/runs.ts'
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

test('runs, mirror and tokens come back as they were written', async () => {
  await using control = await openControl(':memory:')
  const runId = await startRun(control, 'sync')
  await finishRun(control, runId, { status: 'done', exitCode: 0, summary: { rows: 3 } })
  expect(await listRuns(control)).toMatchObject([{ id: runId, status: 'done', summary: '{"rows":3}' }])

  const entry = {
    stream: 'sales',
    siteId: 10001,
    cursor: { kind: 'window', until: '2026-06-30' },
    rows: 12,
    lastSyncedAt: new Date('2026-07-01T12:00:00Z'),
    status: 'complete',
    runId,
  }
  await writeMirror(control, { ...entry, cursor: undefined, rows: 0, lastSyncedAt: undefined })
  await writeMirror(control, { ...entry, waiting: 7 })
  await writeMirror(control, entry)
  expect(await readMirror(control)).toEqual([{ ...entry, waiting: 7 }])
  const { lastSyncedAt: _, ...lost } = { ...entry, status: 'incomplete' }
  await writeMirror(control, lost)
  expect(await readMirror(control)).toEqual([{ ...entry, waiting: 7, status: 'incomplete' }])

  const tokens = createTokenStore(control)
  const token = { token: 't-1', expiresAt: new Date('2026-07-02T12:00:00Z'), renewals: 1 }
  await tokens.save(10001, 'owner', token)
  expect(await tokens.load(10001, 'owner')).toEqual(token)
  expect(await tokens.load(10002, 'owner')).toBeUndefined()
  await tokens.forget(10001, 'owner')
  expect(await tokens.load(10001, 'owner')).toBeUndefined()
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
