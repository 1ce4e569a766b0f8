// Which parents `read` asks a second time: those that are news to each child, and nobody twice a day for a daily stream.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { catalogFor, readAll } from './reading.ts'
import type { Reading } from './reading.ts'

const config = { site_ids: [10001], start_date: '2026-06-01' }
const catalog = catalogFor(['clients', 'client_account_balances', 'client_rewards'])

let sandbox: Sandbox
let first: Reading
beforeAll(async () => {
  sandbox = await startSandbox()
  first = await readAll(sandbox.url, catalog, { config })
})
afterAll(() => sandbox.close())

const callsOf = (path: string): number => sandbox.calls.filter((call) => call.path === path).length

test('a daily snapshot is taken once a local day, and its state stands', async () => {
  const before = callsOf('/client/clientaccountbalances')
  const again = await readAll(sandbox.url, catalog, { config, state: first.state })
  expect(callsOf('/client/clientaccountbalances')).toBe(before)
  expect(again.recordsOf('client_account_balances')).toEqual([])
  expect(again.statusesOf('client_account_balances').at(-1)).toBe('COMPLETE')
  expect(JSON.stringify(again.state)).toContain('"client_account_balances"')
})

test('clients read whole for the daily snapshot are no news to the others, and are not told twice', async () => {
  sandbox.advance(1)
  const before = callsOf('/client/clientrewards')
  const balancesBefore = callsOf('/client/clientaccountbalances')
  const second = await readAll(sandbox.url, catalog, { config, state: first.state })
  const clients = first.recordsOf('clients').length
  expect(callsOf('/client/clientaccountbalances') - balancesBefore).toBeGreaterThan(clients / 21)
  expect(second.recordsOf('client_account_balances').length).toBeGreaterThanOrEqual(clients)
  expect(callsOf('/client/clientrewards') - before).toBeLessThan(clients / 4)
  expect(second.recordsOf('clients').length).toBeLessThan(clients / 4)
})
