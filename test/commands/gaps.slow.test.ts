// A gap heals: events that Mindbody counts as delivered and nobody has seen, and a time it delivered nothing, are pulled by the next sync.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openControl } from '../../src/control/database.ts'
import type { Control } from '../../src/control/database.ts'
import { silentLog } from '../../src/core/log.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { openReceiver } from '../../src/webhooks/receiver.ts'
import type { Receiver } from '../../src/webhooks/receiver.ts'
import { jsonFile, studioConfig } from './cli.ts'
import { jsonHere } from './in-process.ts'

let folder: string
let home: string
let config: string
let sandbox: Sandbox
let control: Control
let receiver: Receiver
let id: string

const sync = () =>
  jsonHere(['sync', '--config', config, '--home', home, '--streams', 'classes,sites,locations'])
const verb = (...args: readonly string[]) =>
  jsonHere(['webhooks', ...args, '--config', config, '--home', home])

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gaps-'))
  home = join(folder, 'home')
  sandbox = await startSandbox()
  control = await openControl(join(home, 'control.db'))
  receiver = await openReceiver({
    control,
    home,
    webhooks: { path: '/hooks/mindbody', signature_keys: [], trusted_proxies: [] },
    host: '127.0.0.1',
    port: 0,
    opsPort: 0,
    log: silentLog(),
    now: () => new Date(),
    onKey: () => undefined,
  })
  const webhooks = { public_url: receiver.url, push_url: sandbox.push.url }
  const changes = { start_date: '2026-06-20', site_ids: [10_001], webhooks }
  config = jsonFile(folder, 'config.json', studioConfig(sandbox.url, changes))
  id = String((await verb('create'))['subscription_id'])
  await verb('activate', id)
  expect(await sync()).toMatchObject({ exit_code: 0, gaps: { found: 0, pulled: 0, open: 0 } })
})
afterAll(async () => {
  await receiver.close()
  await control.close()
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

/** Locations are read once a day: asked again, something else was the reason. */
const locationsAsked = (): number => sandbox.calls.filter(({ path }) => path === '/site/locations').length

test('what they count and we never saw is found at the second look, pulled at once, and off the list', async () => {
  const asked = locationsAsked()
  sandbox.push.setOptions({ drop: 1 })
  sandbox.push.tell(10_001, 'location.updated')
  await sandbox.push.deliver()
  sandbox.advanceHours(1)
  expect(await sync()).toMatchObject({ exit_code: 0, gaps: { found: 0 } })
  expect(locationsAsked()).toBe(asked)
  sandbox.advanceHours(1)
  const healed = await sync()
  expect(healed, JSON.stringify(healed)).toMatchObject({
    exit_code: 0,
    gaps: { found: 1, pulled: 1, open: 0 },
  })
  expect(locationsAsked()).toBeGreaterThan(asked)
  expect(await verb('list')).toMatchObject({ gaps: [] })
})

test('while Mindbody delivers nothing each run says so and pulls; once activated again all is well', async () => {
  sandbox.push.setOptions({ drop: 0 })
  sandbox.push.setStatus(id, 'DeactivatedByAdmin')
  const asked = locationsAsked()
  sandbox.advanceHours(1)
  const idle = await sync()
  expect(idle, JSON.stringify(idle)).toMatchObject({
    exit_code: 1,
    error: { code: 'WEBHOOK_GAP' },
    gaps: { found: 1, pulled: 1 },
  })
  expect(locationsAsked()).toBeGreaterThan(asked)
  await verb('activate', id)
  sandbox.advanceHours(1)
  expect(await sync()).toMatchObject({ exit_code: 0, gaps: { found: 1, pulled: 1, open: 0 } })
  sandbox.advanceHours(1)
  expect(await sync()).toMatchObject({ exit_code: 0, gaps: { found: 0, open: 0 } })
})

test('counters that cannot be had stop no sync', async () => {
  sandbox.push.setOptions({ account: 'forbidden' })
  sandbox.advanceHours(1)
  expect(await sync()).toMatchObject({ exit_code: 0, gaps: { found: 0 } })
  sandbox.push.setOptions({ account: 'live' })
})
