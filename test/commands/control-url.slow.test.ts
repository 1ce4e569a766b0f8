// A home whose control database is on Postgres: every verb finds it there, and says what is wrong where it cannot.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { startPostgres } from '../control/postgres-server.mjs'
import type { PostgresServer } from '../control/postgres-server.mjs'
import { jsonFile, studioConfig } from './cli.ts'
import { jsonHere, runHere } from './in-process.ts'

let folder: string
let home: string
let sandbox: Sandbox
let server: PostgresServer
let env: { readonly MINDBODY_CONTROL_URL: string }
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'control-url-'))
  home = join(folder, 'home')
  sandbox = await startSandbox()
  server = await startPostgres({ isDurable: false })
  env = { MINDBODY_CONTROL_URL: await server.freshUrl() }
})
afterAll(async () => {
  await sandbox.close()
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

const configFile = (): string =>
  jsonFile(folder, 'config.json', studioConfig(sandbox.url, { start_date: '2026-06-25' }))

test('a sync and the verbs that look at it agree with those of a home with a file', async () => {
  const sync = (at: string) => [
    'sync',
    '--config',
    configFile(),
    '--home',
    at,
    '--streams',
    'locations,sales',
  ]
  const inFile = await jsonHere(sync(join(folder, 'file-home')))
  expect(inFile).toMatchObject({ exit_code: 0, calls_used: expect.any(Number) })
  const onPostgres = await jsonHere(sync(home), { env })
  expect(onPostgres).toMatchObject({ exit_code: 0, calls_used: inFile['calls_used'] })
  expect(await readdir(home)).not.toContain('control.db')

  const again = await jsonHere(sync(home), { env })
  expect(again).toMatchObject({
    exit_code: 0,
    calls_used: (await jsonHere(sync(join(folder, 'file-home'))))['calls_used'],
  })
  const looks = [['runs'], ['status'], ['state', 'show'], ['usage', '--period', '2026-07']]
  for (const look of looks) {
    const told = await jsonHere([...look, '--home', home], { env })
    expect([look, told['exit_code']]).toEqual([look, 0])
  }
  const [newest] = (await jsonHere(['runs', '--home', home], { env }))['runs'] as readonly {
    run_id: string
  }[]
  const usage = await jsonHere(['usage', '--period', '2026-07', '--home', home], { env })
  expect(JSON.stringify(usage)).toContain(newest?.run_id)
  expect(await jsonHere(['status', '--home', home])).toMatchObject({
    exit_code: 3,
    error: { message: expect.stringContaining('has no control database') },
  })
})

test('without the URL no verb begins a second control database in the home', async () => {
  const args = ['sync', '--config', configFile(), '--home', home, '--streams', 'locations']
  expect(await jsonHere(args)).toMatchObject({
    exit_code: 3,
    error: { code: 'HOME_UNUSABLE', message: expect.stringMatching(/Postgres.*MINDBODY_CONTROL_URL/s) },
  })
  expect(await readdir(home)).not.toContain('control.db')
})

test('a second home is refused the database of the first, and may receive for it', async () => {
  const other = join(folder, 'other-home')
  const args = ['sync', '--config', configFile(), '--home', other, '--streams', 'locations']
  expect(await jsonHere(args, { env })).toMatchObject({
    exit_code: 3,
    error: { code: 'HOME_UNUSABLE', message: expect.stringContaining('serves another home') },
  })
  const inbox = await jsonHere(['dlq', 'list', '--home', other], { env })
  expect(inbox).toMatchObject({ exit_code: 0 })
  const own = { MINDBODY_CONTROL_URL: await server.freshUrl() }
  expect(await jsonHere(args, { env: own })).toMatchObject({ exit_code: 0 })
})

test('a server that cannot be reached is a matter of the home, without the password even with --verbose', async () => {
  await server.crash()
  const { exitCode, stdout, stderr } = await runHere(['status', '--home', home, '--verbose'], { env })
  await server.start()
  expect([exitCode, stderr]).toEqual([3, expect.stringContaining('ECONNREFUSED')])
  expect(stdout + stderr).not.toContain(server.password)
})
