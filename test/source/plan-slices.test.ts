// Planning: windows without gaps, cursors that hold back, both bounds always sent.
import { expect, test } from 'vitest'
import { cursorAfter } from '../../src/source/cursor.ts'
import type { Cursor } from '../../src/source/cursor.ts'
import { planSlices } from '../../src/source/plan-slices.ts'
import type { PlanInput } from '../../src/source/plan-slices.ts'
import type { Slice } from '../../src/source/slices.ts'
import { streams } from '../../streams/index.ts'
import { memberships } from '../../streams/memberships.ts'

const now = new Date('2026-07-01T02:00:00Z')
const losAngeles = { siteId: 10001, zone: 'America/Los_Angeles' }

const planned = async (
  name: string,
  cursor?: Cursor,
  more: Partial<PlanInput> = {},
): Promise<readonly Slice[]> => {
  const stream = streams.find((candidate) => candidate.name === name)
  if (stream === undefined) throw new Error(name)
  const parents = {
    due: async function* () {
      yield* ['9', '10', '11']
    },
  }
  const config = { start_date: '2026-05-01', lookback_days: [] }
  const slices: Slice[] = []
  const plan = planSlices({ stream, site: losAngeles, cursor, now, config, parents, ...more })
  for await (const slice of plan) slices.push(slice)
  return slices
}

test('a first pass over sales goes from start_date to today on the site’s clock', async () => {
  const slices = await planned('sales')
  expect(slices.map(({ id }) => id)).toEqual(['2026-05-01..2026-05-31', '2026-06-01..2026-06-30'])
  expect(slices[1]?.query).toContainEqual(['request.endSaleDateTime', '2026-06-30T23:59:59'])
  expect(slices[0]?.query).toContainEqual(['request.startSaleDateTime', '2026-05-01T00:00:00'])
  expect(slices.every(({ concludes }) => concludes)).toBe(true)
})

test('a later pass reads the look-back again, as configured', async () => {
  const cursor: Cursor = { kind: 'window', until: '2026-06-29' }
  const [first] = await planned('sales', cursor)
  expect(first?.window?.from).toBe('2026-05-26')
  const config = { start_date: '2026-05-01', lookback_days: [{ stream: 'sales', days: 3 }] }
  expect((await planned('sales', cursor, { config })).map(({ id }) => id)).toEqual(['2026-06-27..2026-06-30'])
})

test('days ahead are read but never counted as read', async () => {
  const slices = await planned('classes', { kind: 'window', until: '2026-06-29' })
  expect(slices.at(-1)?.window?.to).toBe('2026-07-30')
  const last = slices.at(-1) as Slice
  expect(cursorAfter(last, { startedAt: now, zone: losAngeles.zone })).toMatchObject({
    kind: 'window',
    until: '2026-06-29',
    lookbackAt: now.toISOString(),
  })
})

test('a cursor in the future plans nothing', async () => {
  expect(await planned('sales', { kind: 'window', until: '2030-01-01' })).toEqual([])
})

test('modified-since sends the cursor without a zone, and holds a day back', async () => {
  expect((await planned('clients')).map(({ id, concludes }) => [id, concludes])).toEqual([['all', true]])
  const [slice] = await planned('clients', { kind: 'modified', since: '2026-06-30T01:02:03.000Z' })
  expect(slice).toMatchObject({ id: 'since=2026-06-30T01:02:03', concludes: false })
  expect(slice?.query).toContainEqual(['request.lastModifiedDate', '2026-06-30T01:02:03'])
  expect(slice?.query).toContainEqual(['request.includeInactive', 'true'])
  expect(cursorAfter(slice as Slice, { startedAt: now, zone: 'UTC' })).toEqual({
    kind: 'modified',
    since: '2026-06-30T02:00:00.000Z',
  })
})

test('parents go one a call, or in batches with the parameter repeated', async () => {
  const visits = await planned('class_visits')
  expect(visits.map(({ id }) => id)).toEqual(['parents=9', 'parents=10', 'parents=11'])
  const [services] = await planned('client_services')
  expect(services?.id).toBe('parents=10+2')
  expect(services?.query.filter(([name]) => name === 'request.clientIds')).toEqual([
    ['request.clientIds', '10'],
    ['request.clientIds', '11'],
    ['request.clientIds', '9'],
  ])
  expect(services?.query).toContainEqual(['request.startDate', '2000-01-01T00:00:00'])
  expect(services?.query).toContainEqual(['request.endDate', '2026-07-30T23:59:59'])
})

test('a snapshot names its day, and is not read twice on it', async () => {
  const [balances] = await planned('client_account_balances')
  expect(balances?.day).toBe('2026-06-30')
  expect(balances?.query).toContainEqual(['request.balanceDate', '2026-06-30T00:00:00'])
  const stream = { ...memberships, incremental: { kind: 'snapshot' } as const }
  expect((await planned('memberships', undefined, { stream })).map(({ id, day }) => [id, day])).toEqual([
    ['2026-06-30', '2026-06-30'],
  ])
  expect(await planned('memberships', { kind: 'snapshot', day: '2026-06-30' }, { stream })).toEqual([])
})

test('modified rows are read whole once a week, and to confirm what was missed', async () => {
  const cursor = (wholeAt?: string): Cursor => ({
    kind: 'modified',
    since: '2026-06-30T01:02:03.000Z',
    ...(wholeAt === undefined ? {} : { wholeAt }),
  })
  const verifyEveryDays = 7
  const ids = async (before: Cursor, more: Partial<PlanInput> = {}): Promise<readonly string[]> =>
    (await planned('clients', before, { verifyEveryDays, ...more })).map(({ id }) => id)
  const since = 'since=2026-06-30T01:02:03'
  expect(await ids(cursor('2026-06-25T02:00:00.000Z'))).toEqual([since])
  expect(await ids(cursor('2026-06-24T04:00:00.000Z'))).toEqual(['all'])
  expect(await ids(cursor())).toEqual(['all'])
  expect(await ids(cursor(), { verifyEveryDays: 0 })).toEqual([since])
  const confirm = { whole: true, days: [] }
  expect(await ids(cursor('2026-06-30T02:00:00.000Z'), { confirm })).toEqual(['all'])
  const [whole] = await planned('clients', cursor(), { verifyEveryDays })
  expect(cursorAfter(whole as Slice, { startedAt: now, zone: 'UTC' })).toMatchObject({
    wholeAt: now.toISOString(),
  })
})

test('the sites call names its one site', async () => {
  const [slice] = await planned('sites')
  expect(slice?.query).toContainEqual(['request.siteIds', '10001'])
})

test('where an answer leaves rows out that are not gone, absence concludes nothing', async () => {
  const slices = await planned('payroll_tips')
  expect(slices.length).toBeGreaterThan(1)
  expect(slices.some(({ concludes }) => concludes)).toBe(false)
})
