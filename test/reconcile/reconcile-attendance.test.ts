// Attendance with Revenue against its twin: every visit and its money, unlimited options by a cause of their own.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { attendanceWithRevenueProfile } from '../../profiles/attendance-with-revenue.ts'
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
  return reconcile(june(place, file, { profile: attendanceWithRevenueProfile }))
}

const named: OurVisit = { visit: 1, at: '2026-06-01T08:45:00', revenue: '9.0000' }
const ours: readonly OurVisit[] = [
  named,
  { visit: 2, at: '2026-06-02T18:00:00', revenue: '6.4286' },
  { visit: 3, at: '2026-06-03T18:00:00', revenue: '3.17', isUnlimited: true },
  { visit: 4, at: '2026-06-03T18:00:00', revenue: '20.00', client: '1288' },
]
const native: readonly NativeVisit[] = [
  { serial: firstOfJune, time: '8:45 am', revenue: 9 },
  { serial: firstOfJune + 1, time: '6:00 pm', revenue: 6.43 },
  { serial: firstOfJune + 2, time: '6:00 pm', revenue: 3.17, remaining: 99_999 },
  { serial: firstOfJune + 2, time: '6:00 pm', revenue: 20, client: '1,288' },
]

describe('attendance with revenue', () => {
  test('a clean export is equal, unlimited options too', async () => {
    const result = await compare(ours, native, 'Paid: 3 Comps: 1')
    expect(result).toMatchObject({
      verdict: 'equal',
      native_total: '38.60',
      our_total: '38.60',
      rows: { native: 4, ours: 4, matched: 4 },
    })
  })

  test('the report run again: an unlimited option is divided by more visits', async () => {
    const later = native.map((row, index) => (index === 2 ? { ...row, revenue: 2.38 } : row))
    const result = await compare(ours, later)
    expect(result).toMatchObject({ verdict: 'explained', variance: '-0.79', our_total: '38.60' })
    expect(result.differences).toEqual([{ cause: 'pack_revenue_basis', count: 1, amount: '-0.79' }])
  })

  test('a visit whose sale was never read has no price of ours: its money is missing, not unexplained', async () => {
    const unpriced = ours.map((row) => (row.visit === 1 ? { ...row, revenue: null } : row))
    expect((await compare(unpriced, native)).differences).toEqual([
      { cause: 'missing_in_api', count: 1, amount: '9.00' },
    ])
  })

  test('a class whose name begins with "Total" is a visit, whatever column comes first', async () => {
    const place = await makeHome({ visits: [{ ...named, name: 'Total Body' }] })
    cleanups.push(place.remove)
    const file = join(place.home, 'attendance.csv')
    await writeFile(
      file,
      'Type,Date,Time,Client ID,Pricing Option,Visit Location,Late Cancel,No-show,Rev. per Visit\n' +
        'Total Body,6/1/2026,8:45 am,100,10 classes,Studio,No,No,9.00\n\nGrand Total,,,Paid: 1 Comps: 0,,,,,9.00\n',
    )
    expect(await reconcile(june(place, file, { profile: attendanceWithRevenueProfile }))).toMatchObject({
      verdict: 'equal',
      rows: { native: 1, matched: 1 },
      control_totals: expect.arrayContaining([expect.objectContaining({ state: 'agrees' })]),
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
      { cause: 'missing_in_native', count: 1, amount: '-3.17' },
    ])
    const extra = await compare(ours, [...native, { serial: firstOfJune + 9, time: '7:00 am', revenue: 12 }])
    expect(extra.differences).toEqual([{ cause: 'missing_in_api', count: 1, amount: '12.00' }])
    expect(extra.details[0]?.native).toMatchObject({
      row: 6,
      Date: '2026-06-10',
      Time: '7:00 am',
      'Rev. per Visit': '12',
    })
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
