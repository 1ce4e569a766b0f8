// Quirks of paging, totals, tokens and errors.
import { expect } from 'vitest'
import { callsUsed } from '../../src/control/ledger.ts'
import { defaultLimits } from '../../src/source/call-limits.ts'
import { isParentGone } from '../../src/source/refusal.ts'
import { query, syncOnce, tempHome } from '../lakehouse/line.ts'
import { testClient } from '../source/harness.ts'
import { openStudio, quirk, valuesOf } from './quirk.ts'

openStudio()

quirk('total-equals-limit', async ({ read, truth }) => {
  const { lost, recordsOf, calls } = await read(['transactions'], { config: { page_size: 25 } })
  expect(lost).toEqual([])
  const known = truth('transactions').filter((row) => String(row.TransactionTime) >= '2026-05-01')
  expect(known.length).toBeGreaterThan(50)
  expect(valuesOf(recordsOf('transactions'), 'TransactionId')).toEqual(valuesOf(known, 'TransactionId'))
  expect(calls.filter(({ path }) => path === '/sale/transactions').length).toBeGreaterThan(4)
})

quirk('contracts-offset-empty', async ({ sandbox, truth }) => {
  expect(truth('contracts').length).toBeGreaterThan(2)
  const { home, remove } = await tempHome()
  try {
    const result = await syncOnce({
      home,
      url: sandbox.url,
      runId: 'r1',
      streams: ['sites', 'locations', 'contracts'],
      config: { site_ids: [10_001], page_size: 1 },
    })
    const lost = result.streams.filter(({ status }) => status !== 'complete')
    expect(lost).toMatchObject([{ stream: 'contracts', problem: { code: 'ANSWER_BROKEN' } }])
    expect(await query(home, 'from raw.contracts')).toEqual([])
  } finally {
    await remove()
  }
})

quirk('sales-take-seconds', async ({ read, mend }) => {
  for (const limit of ['headersMs', 'idleMs', 'totalMs'] as const) {
    expect(defaultLimits[limit]).toBeGreaterThan(20_000)
  }
  const late = await read(['sales'], { config: { start_date: '2026-06-20' } })
  mend()
  const prompt = await read(['sales'], { config: { start_date: '2026-06-20' } })
  expect(late.lost).toEqual([])
  expect(late.recordsOf('sales')).toEqual(prompt.recordsOf('sales'))
  expect(late.calls).toHaveLength(prompt.calls.length)
})

quirk('tokens-fail-now-and-then', async ({ read, truth }) => {
  const { lost, recordsOf, calls } = await read(['clients'], { config: { page_size: 30 } })
  expect(lost).toEqual([])
  expect(valuesOf(recordsOf('clients'), 'UniqueId')).toEqual(valuesOf(truth('clients'), 'UniqueId'))
  const refused = calls.filter(({ status }) => status === 401)
  const issued = calls.filter(({ path }) => path === '/usertoken/issue')
  expect(issued).toHaveLength(1 + refused.length)
})

quirk('error-texts-change', async ({ sandbox, mend }) => {
  const problemsNow = async (): Promise<readonly unknown[]> => {
    const { client, close } = await testClient(sandbox.url)
    const { client: keyOnly, close: closeKeyOnly } = await testClient(sandbox.url, { staffUser: undefined })
    const asked = { rows: 'Things', staffToken: false, signal: new AbortController().signal }
    const told = (call: Promise<unknown>) =>
      call.then(
        () => 'an answer',
        (error: unknown) => error,
      )
    try {
      const errors = [
        await told(client.get({ ...asked, siteId: 777, path: '/site/programs', query: [] })),
        await told(keyOnly.get({ ...asked, siteId: 777, path: '/site/sites', query: [] })),
        await told(keyOnly.get({ ...asked, siteId: 10_001, path: '/sale/sales', query: [] })),
        await told(
          client.get({
            ...asked,
            siteId: 10_001,
            path: '/client/clientvisits',
            query: [['request.clientId', 'nobody']],
          }),
        ),
      ]
      return errors.map((error) => [(error as { code?: string }).code, isParentGone(error)])
    } finally {
      await close()
      await closeKeyOnly()
    }
  }
  const changed = await problemsNow()
  mend()
  expect(changed).toEqual(await problemsNow())
  expect(changed).toEqual([
    ['SITE_NOT_ACTIVATED', false],
    ['SITE_NOT_ACTIVATED', false],
    ['CREDENTIALS_REFUSED', false],
    ['INTERNAL', true],
  ])
})

quirk('usage-figures-missing', async ({ sandbox }) => {
  const { client, control, close } = await testClient(sandbox.url)
  const before = sandbox.calls.length
  try {
    sandbox.setFaults([{ name: 'unavailable', path: '/site/programs', times: 2 }])
    await client.get({
      siteId: 10_001,
      path: '/site/programs',
      query: [],
      rows: 'Programs',
      staffToken: true,
      signal: new AbortController().signal,
    })
    const made = sandbox.calls.length - before
    expect(made).toBe(4)
    const days = await control.db.selectFrom('calls').select('id').execute()
    expect(days).toHaveLength(made)
    expect(await callsUsed(control, 10_001, client.localDay(10_001))).toBeGreaterThan(0)
  } finally {
    sandbox.setFaults([])
    await close()
  }
})
