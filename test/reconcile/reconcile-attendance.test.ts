// Attendance with Revenue against its twin: every visit counted, money compared only where it is stable.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { reconcile } from '../../src/reconcile/reconcile.ts'
import { june, makeHome, writeAttendance } from './marts-fixture.ts'
import type { NativeVisit, OurVisit } from './marts-fixture.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

/** Excel's number of 2026-06-01. */
const firstOfJune = 46_174

const compare = async (
  ours: readonly OurVisit[],
  native: readonly NativeVisit[],
  grandTotal?: string,
): ReturnType<typeof reconcile> => {
  const place = await makeHome({ visits: ours })
  cleanups.push(place.remove)
  const file = join(place.home, 'attendance.xlsx')
  await writeAttendance(file, native, grandTotal)
  return reconcile(june(place, file, { report: 'attendance-with-revenue' }))
}

const named: OurVisit = { visit: 1, at: '2026-06-01T08:45:00', revenue: '9.0000' }
const ours: readonly OurVisit[] = [
  named,
  { visit: 2, at: '2026-06-02T18:00:00', revenue: '6.4286' },
  { visit: 3, at: '2026-06-03T18:00:00', revenue: null },
  { visit: 4, at: '2026-06-03T18:00:00', revenue: '20.00', client: '1288' },
]
const native: readonly NativeVisit[] = [
  { serial: firstOfJune, time: '8:45 am', revenue: 9 },
  { serial: firstOfJune + 1, time: '6:00 pm', revenue: 6.43 },
  { serial: firstOfJune + 2, time: '6:00 pm', revenue: 3.17, remaining: 99_999 },
  { serial: firstOfJune + 2, time: '6:00 pm', revenue: 20, client: '1,288' },
]

describe('attendance with revenue', () => {
  test('a clean export is equal; unlimited options count as visits, not as money', async () => {
    const result = await compare(ours, native, 'Paid: 3 Comps: 1')
    expect(result).toMatchObject({
      verdict: 'equal',
      native_total: '35.43',
      our_total: '35.43',
      rows: { native: 4, ours: 4, matched: 4, not_compared: 1 },
      control_total: { state: 'agrees' },
    })
  })

  test('an unlimited option that the marts price: the visit counts, the money is left out', async () => {
    const priced = ours.map((row) => (row.visit === 3 ? { ...row, revenue: '0.01' } : row))
    expect(await compare(priced, native)).toMatchObject({
      verdict: 'equal',
      rows: { matched: 4, not_compared: 1 },
      our_total: '35.43',
    })
  })

  test('a class whose name begins with "Total" is a visit, whatever column comes first', async () => {
    const place = await makeHome({ visits: [{ ...named, name: 'Total Body' }] })
    cleanups.push(place.remove)
    const file = join(place.home, 'attendance.csv')
    await writeFile(
      file,
      'Type,Date,Time,Client ID,Pricing Option,Visits Rem.,Late Cancel,No-show,Rev. per Visit\n' +
        'Total Body,6/1/2026,8:45 am,100,10 classes,4,No,No,9.00\n\nGrand Total,,,Paid: 1 Comps: 0,,,,,9.00\n',
    )
    expect(await reconcile(june(place, file, { report: 'attendance-with-revenue' }))).toMatchObject({
      verdict: 'equal',
      rows: { native: 1, matched: 1 },
      control_total: { state: 'agrees' },
    })
  })

  test('a file of other days is another period, not visits that are missing', async () => {
    const early = { serial: firstOfJune - 20, time: '8:45 am', revenue: 9 }
    await expect(compare(ours, [...native, early])).rejects.toMatchObject({
      code: 'REPORT_SETTINGS',
      message: expect.stringMatching(/1 rows? of the file/),
    })
  })

  test('missing on either side: counted even where no money hangs on it', async () => {
    const withoutUnlimited = native.filter((_, index) => index !== 2)
    expect((await compare(ours, withoutUnlimited)).differences).toEqual([
      { cause: 'missing_in_native', count: 1, amount: '0.00' },
    ])
    const extra = await compare(ours, [...native, { serial: firstOfJune + 9, time: '7:00 am', revenue: 12 }])
    expect(extra.differences).toEqual([{ cause: 'missing_in_api', count: 1, amount: '12.00' }])
    expect(extra.details[0]?.native).toMatchObject({ row: 6, time: '07:00', rev_per_visit: '12.00' })
  })

  test('one cent is rounding, more is unexplained, an evening class a day later is the time zone', async () => {
    const changed = native.map((row, index) => ({
      ...row,
      ...(index === 0 ? { revenue: 9.01 } : {}),
      ...(index === 1 ? { serial: row.serial + 1 } : {}),
      ...(index === 3 ? { revenue: 13.33 } : {}),
    }))
    const result = await compare(ours, changed)
    expect(result.differences).toEqual([
      { cause: 'timezone_date_shift', count: 1, amount: '0.00' },
      { cause: 'rounding', count: 1, amount: '0.01' },
      { cause: 'unexplained', count: 1, amount: '-6.67' },
    ])
    expect(result.variance).toBe('-6.66')
  })

  test('a Grand Total of other visits is a control total that differs', async () => {
    const result = await compare(ours, native, 'Paid: 4 Comps: 1')
    expect(result.differences).toEqual([{ cause: 'parse_control_total', count: 1, amount: '0.00' }])
    expect(result.verdict).toBe('differences')
  })
})
