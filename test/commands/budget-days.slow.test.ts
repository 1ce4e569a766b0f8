// A budget too small for a studio: the line ends with 5 day after day, goes on where it stopped, and arrives at the same rows.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openControl } from '../../src/control/database.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { differences } from '../lakehouse/homes.ts'
import { jsonFile, studioConfig } from './cli.ts'
import { jsonHere } from './in-process.ts'

const dailyBudget = 160
const mostDays = 12

let folder: string
let sandbox: Sandbox
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'budget-'))
  sandbox = await startSandbox()
})
afterAll(async () => {
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

const syncInto = (home: string, changes: object) =>
  jsonHere([
    'sync',
    '--config',
    jsonFile(folder, `${home}.json`, studioConfig(sandbox.url, { start_date: '2026-06-01', ...changes })),
    '--home',
    join(folder, home),
    '--streams',
    'sites,locations,clients,sales,client_memberships,client_contracts',
  ])

test('exit 5 each day until all is read; no site and day above its budget; the rows are those of one unlimited run', async () => {
  const exits: unknown[] = []
  const waiting: number[] = []
  for (let day = 0; day < mostDays && exits.at(-1) !== 0; day += 1) {
    if (day > 0) sandbox.advance(1)
    const told = await syncInto('poor', { daily_call_budget: dailyBudget })
    exits.push(told['exit_code'])
    waiting.push(Number(told['waiting']))
    if (told['exit_code'] !== 0) expect(told).toMatchObject({ exit_code: 5, error: { code: 'BUDGET_SPENT' } })
  }
  expect(exits.length).toBeGreaterThan(2)
  expect(exits.at(-1)).toBe(0)
  expect(waiting.at(-1)).toBe(0)

  await using control = await openControl(join(folder, 'poor', 'control.db'))
  const days = await control.db.selectFrom('call_days').selectAll().execute()
  for (const { used } of days) expect(used).toBeLessThanOrEqual(dailyBudget)

  expect(await syncInto('rich', {})).toMatchObject({ exit_code: 0, waiting: 0 })
  // A row that vanished is marked by the poor home, which once held it; the rich one never saw it.
  const found = await differences(join(folder, 'poor'), join(folder, 'rich'))
  expect(found).toEqual([])
})
