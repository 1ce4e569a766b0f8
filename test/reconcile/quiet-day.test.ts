// A report with a header and no rows is a report of a quiet day: what the marts have is missing in it, and nothing else is concluded.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Duck } from '../../src/lakehouse/duck.ts'
import type { Given } from '../../src/reconcile/given.ts'
import { reconcile } from '../../src/reconcile/reconcile.ts'
import { june, makeHome, salesHeader, totalsLine } from './marts-fixture.ts'

const accrual: Given = { basis: { value: 'accrual', source: 'flag' } }

let place: Awaited<ReturnType<typeof makeHome>>

beforeEach(async () => {
  place = await makeHome({
    sales: [1, 2, 3].map((sale) => ({ sale, at: `2026-06-0${sale} 10:00:00`, paid: '20.00' })),
  })
})
afterEach(() => place.remove())

const compare = async (text: string, from: string, to: string, given: Given = accrual) => {
  const file = join(place.home, 'Sales.csv')
  await writeFile(file, text)
  return reconcile(june(place, file, { from, to, given }))
}

describe('a report without rows', () => {
  test.each([
    ['a header alone', salesHeader],
    ['a header and a line of nothing', `${salesHeader}\r\nNo results found`],
    ['a header and a total of nothing', `${salesHeader}\r\n${totalsLine('0.00')}`],
  ])('%s equals a day without sales', async (_, text) => {
    const found = await compare(text, '2026-06-10', '2026-06-10')
    expect(found).toMatchObject({
      verdict: 'equal',
      native_total: '0.00',
      our_total: '0.00',
      variance: '0.00',
    })
    expect(found.rows).toMatchObject({ native: 0, ours: 0 })
  })

  test('each of our rows is missing in it', async () => {
    const found = await compare(salesHeader, '2026-06-01', '2026-06-02')
    expect(found.differences).toMatchObject([{ cause: 'missing_in_native', count: 2, amount: '-40.00' }])
    expect(found).toMatchObject({ native_total: '0.00', variance: '-40.00', explained_percent: 100 })
  })

  test('returns and sales paid by gift card are missing in it as all others: nothing in it shows how it was run', async () => {
    const duck = await Duck.open(place.marts)
    await duck.run(
      'update rec_sales_line set is_returned = sale_id = 1, gift_card_part = if(sale_id = 2, 20, null), in_accrual = true, in_cash = sale_id <> 2',
    )
    duck.close()
    const found = await compare(salesHeader, '2026-06-01', '2026-06-30')
    expect(found.differences).toMatchObject([{ cause: 'missing_in_native', count: 3, amount: '-60.00' }])
  })

  test('its basis does not matter where both count the same', async () => {
    const found = await compare(salesHeader, '2026-06-01', '2026-06-30', {})
    expect(found.settings).toContainEqual({ name: 'basis', value: 'accrual or cash', source: 'found' })
  })

  test('its basis is asked where one counts less than the other, which would fit no rows better', async () => {
    const duck = await Duck.open(place.marts)
    await duck.run('update rec_sales_line set in_cash = false')
    duck.close()
    await expect(compare(salesHeader, '2026-06-01', '2026-06-30', {})).rejects.toMatchObject({
      code: 'REPORT_SETTINGS',
      remedy: expect.stringContaining('--basis'),
    })
    expect((await compare(salesHeader, '2026-06-01', '2026-06-30')).differences).toMatchObject([
      { cause: 'missing_in_native', count: 3 },
    ])
  })
})
