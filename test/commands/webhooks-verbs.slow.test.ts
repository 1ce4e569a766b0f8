// The verbs of webhooks as a person uses them, against the simulated studio and a receiver: live, seen, and only then a backfill.
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
import { jsonHere, runHere } from './in-process.ts'

let folder: string
let home: string
let config: string
let sandbox: Sandbox
let control: Control
let receiver: Receiver
let id: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webhooks-verbs-'))
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
  config = jsonFile(folder, 'config.json', studioConfig(sandbox.url, { start_date: '2026-06-29', webhooks }))
})
afterAll(async () => {
  await receiver.close()
  await control.close()
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

const options = () => ['--config', config, '--home', home]
const told = (...args: readonly string[]) => jsonHere(['webhooks', ...args, ...options()])
const backfill = (...more: readonly string[]) =>
  jsonHere([
    'backfill',
    ...options(),
    '--stream',
    'sales',
    '--from',
    '2026-06-29',
    '--to',
    '2026-06-29',
    '--site',
    '10001',
    ...more,
  ])

test('from nothing to live: each step says what is missing, and a backfill waits for the last', async () => {
  expect(await backfill()).toMatchObject({ exit_code: 3, error: { code: 'WEBHOOKS_NOT_LIVE' } })

  const made = await told('create', '--reference', 'studio')
  expect(made, JSON.stringify(made)).toMatchObject({
    exit_code: 0,
    status: 'PendingActivation',
    events: 36,
    warning: null,
  })
  id = String(made['subscription_id'])
  expect(JSON.stringify((await backfill())['error'])).toContain(`${id} is PendingActivation`)

  expect(await told('activate', id)).toMatchObject({ subscription: { status: 'Active', accepted: 0 } })
  expect(JSON.stringify((await backfill())['error'])).toContain('has delivered no event yet')

  sandbox.push.tell(10_001, 'client.updated')
  sandbox.push.tell(10_001, 'clientArrival.created', { clientId: '1' })
  // Not refused for want of a key: activating waits until a running receiver has read it.
  expect(await sandbox.push.deliver()).toMatchObject({ delivered: 2 })
  const live = await backfill()
  expect(live, JSON.stringify(live)).toMatchObject({
    exit_code: 0,
    webhooks: { overridden: false, subscription_id: id },
  })
})

test('a person may go on without: it is said, and stays in the summary of the run', async () => {
  const { stderr } = await runHere([
    'backfill',
    ...options(),
    '--stream',
    'sales',
    '--from',
    '2026-06-28',
    '--to',
    '2026-06-28',
    '--site',
    '10001',
    '--without-webhooks',
    '--log',
    'json',
  ])
  expect(stderr).toContain('--without-webhooks')
  const run = await control.db
    .selectFrom('runs')
    .select('summary')
    .where('verb', '=', 'backfill')
    .orderBy('started_at', 'desc')
    .executeTakeFirstOrThrow()
  expect(JSON.parse(run.summary ?? '')).toMatchObject({ webhooks: { overridden: true } })
})

test('the list shows subscriptions, the inbox, and events nobody has described', async () => {
  await runHere(['webhooks', 'drain', ...options()])
  const list = await told('list')
  expect(list).toMatchObject({
    subscriptions: [{ subscription_id: id, status: 'Active', has_key: true, accepted: 2, trouble: null }],
    inbox: { received: 0 },
    unknown_events: [{ event_id: 'clientArrival.created', count: 1 }],
    gaps: [],
  })
  const { stdout } = await runHere(['webhooks', 'list', ...options()])
  expect(stdout).toContain('clientArrival.created')
  expect(await told('show', id)).toMatchObject({ subscription: { reference_id: 'studio' } })
})

test('the counters stand beside our own; deactivated by Mindbody the verb ends with a problem', async () => {
  expect(await told('metrics')).toMatchObject({
    exit_code: 0,
    metrics: [{ delivered: 2, accepted: 2, failed: 0 }],
    gaps: [],
  })
  sandbox.push.setStatus(id, 'DeactivatedByAdmin')
  expect(await told('metrics')).toMatchObject({
    exit_code: 1,
    error: { code: 'WEBHOOK_GAP' },
    gaps: [{ reason: 'not_active' }],
  })
  expect(await backfill()).toMatchObject({ exit_code: 3 })
})

test('keys are told by their ids; the only one of an Active subscription is not retired', async () => {
  sandbox.push.setStatus(id, 'Active')
  const { keys } = (await told('keys')) as { keys: { key_id: string; retired_at: string | null }[] }
  expect(keys).toMatchObject([{ subscription_id: id, retired_at: null }])
  const keyId = keys[0]?.key_id ?? ''
  expect(await told('keys', '--retire', keyId)).toMatchObject({ error: { code: 'USAGE' } })
  expect(await told('keys', '--retire', 'none')).toMatchObject({ error: { code: 'USAGE' } })
  await told('deactivate', id)
  const retired = await told('keys', '--retire', keyId)
  expect((retired['keys'] as typeof keys)[0]?.retired_at).not.toBeNull()
})

test('no verb tells a key, and no record of a run holds one', async () => {
  const { signature_key: key } = await control.db
    .selectFrom('webhook_keys')
    .select('signature_key')
    .executeTakeFirstOrThrow()
  for (const args of [['list'], ['show', id], ['keys'], ['metrics']]) {
    const { stdout, stderr } = await runHere(['webhooks', ...args, ...options(), '--verbose'])
    expect(`${stdout}${stderr}`).not.toContain(key)
  }
  const runs = await control.db.selectFrom('runs').selectAll().execute()
  expect(JSON.stringify(runs)).not.toContain(key)
})

test.each([
  ['create', ['--url', 'http://hooks.example.com'], 'not https'],
  ['create', ['--events', 'client.updatd'], 'Did you mean client.updated?'],
  ['create', ['--reference', 'a'.repeat(257)], '257 characters'],
  ['update', ['nobody', '--reference', 'x'], 'There is no subscription nobody'],
  ['update', ['nobody'], 'There is no subscription nobody'],
  ['activate', ['nobody'], 'There is no subscription nobody'],
  ['rotate', ['nobody', '--finish'], 'No other subscription'],
  ['rotate', ['nobody', '--overlap', '-1'], '--overlap must be hours'],
])('webhooks %s %j is told as the mistake it is', async (verb, args, words) => {
  const answer = await told(verb, ...args)
  expect(answer['exit_code']).toBe(2)
  expect(JSON.stringify(answer['error'])).toContain(words)
})

test('deleted it delivers no more, and its key is gone from what verifies', async () => {
  expect(await told('delete', id)).toMatchObject({ exit_code: 0, subscription_id: id })
  expect(await told('show', id)).toMatchObject({
    subscription: { status: 'DeactivatedByUser', has_key: false },
  })
})
