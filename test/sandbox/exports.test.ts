// The native exports: they say what the studio's own figures say, and are wrong exactly where they were made wrong.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import readXlsxFile from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBusiness } from '../../src/sandbox/business.ts'
import { classFigures } from '../../src/sandbox/figures-classes.ts'
import { cohortCells } from '../../src/sandbox/figures-cohorts.ts'
import { peopleOf } from '../../src/sandbox/figures-people.ts'
import { figuresOf } from '../../src/sandbox/figures.ts'
import { writeNativeReport } from '../../src/sandbox/native-reports.ts'
import type { Plant, PlantCause } from '../../src/sandbox/plant.ts'

const business = createBusiness()
const figures = figuresOf(business)
const period = { from: '2026-05-01', to: '2026-06-30' }
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'exports-'))
})
afterAll(() => rm(folder, { recursive: true }))

const cents = (text: string): number => {
  const sign = text.startsWith('(') ? -1 : 1
  return sign * Math.round(Number(text.replaceAll(/[()]/g, '')) * 100)
}

const readSales = async (file: string) => {
  const rows: string[][] = parse(await readFile(file, 'utf8'), { bom: true })
  const [header = [], ...rest] = rows
  const at = (row: readonly string[], name: string): string => row[header.indexOf(name)] ?? ''
  return { header, body: rest.slice(0, -1), totals: rest.at(-1) ?? [], at }
}

const paid = 'Total Paid w/ Payment Method'

describe('the Sales report', () => {
  it.each([10_001, 10_002])(
    'of site %i equals, on cash, the money taken by its own books',
    async (siteId) => {
      const file = path.join(folder, `sales-${siteId}.csv`)
      const report = await writeNativeReport(business, {
        report: 'sales',
        form: 'csv',
        basis: 'cash',
        siteId,
        ...period,
        file,
      })
      const { body, totals, at } = await readSales(file)
      expect(report.planted).toEqual([])
      expect(body).toHaveLength(report.rows)
      expect(at(totals, 'Sale Date')).toBe('Total')
      for (const name of [paid, 'Item Total', 'Tax', 'Discount amount']) {
        expect(cents(at(totals, name))).toBe(body.reduce((sum, row) => sum + cents(at(row, name)), 0))
      }
      const own = figures.paymentsByDay.filter(
        ({ site_id, local_date, method }) =>
          site_id === siteId &&
          local_date >= period.from &&
          local_date <= period.to &&
          !['Account', 'Gift Card', 'Comp/Guest'].includes(method),
      )
      expect(cents(at(totals, paid))).toBe(own.reduce((sum, { amount_cents }) => sum + amount_cents, 0))
      const methods = new Set(own.map(({ method }) => method))
      for (const method of methods) {
        const inFile = body.filter((row) => at(row, 'Payment Method') === method)
        expect(inFile.reduce((sum, row) => sum + cents(at(row, paid)), 0)).toBe(
          own.filter((day) => day.method === method).reduce((sum, { amount_cents }) => sum + amount_cents, 0),
        )
      }
    },
  )

  it('leaves deposits out on accrual and returns where they are not wanted', async () => {
    const options = { report: 'sales', form: 'csv', siteId: 10_001, ...period } as const
    const file = path.join(folder, 'accrual.csv')
    const report = await writeNativeReport(business, { ...options, file })
    const lines = business.studios[0]?.sales
      .filter(({ soldLocal }) => soldLocal.slice(0, 10) >= period.from && soldLocal.slice(0, 10) <= period.to)
      .flatMap((sale) => sale.lines)
      .filter(({ item }) => !/^(Gift Card|Account)/.test(item.name))
    const sold = lines?.reduce((sum, { totalCents }) => sum + totalCents, 0)
    expect(report.totalCents).toBe(sold)
    const kept = await writeNativeReport(business, { ...options, returns: false, file })
    const back = lines
      ?.filter(({ quantity }) => quantity < 0)
      .reduce((sum, { totalCents }) => sum + totalCents, 0)
    expect(back).toBeLessThan(0)
    expect(kept.totalCents - report.totalCents).toBe(-(back ?? 0))
  })

  it('writes the US style for Los Angeles and the tax-exclusive one, day first, for London', async () => {
    const files = [path.join(folder, 'us.csv'), path.join(folder, 'gb.csv')] as const
    await writeNativeReport(business, {
      report: 'sales',
      form: 'csv',
      siteId: 10_001,
      ...period,
      file: files[0],
    })
    await writeNativeReport(business, {
      report: 'sales',
      form: 'csv',
      siteId: 10_002,
      ...period,
      file: files[1],
    })
    const [us, gb] = [await readSales(files[0]), await readSales(files[1])]
    expect((await readFile(files[0], 'utf8')).charCodeAt(0)).toBe(0xfeff)
    expect(us.header.slice(7, 12)).toEqual(['Location', '', 'Color', 'Size', 'Item price'])
    expect(gb.header.slice(6, 11)).toEqual([
      'Location',
      'Notes',
      'Color',
      'Size',
      'Item price (excluding tax)',
    ])
    expect(us.body.some((row) => /^\d,\d{3}$/.test(us.at(row, 'Client ID')))).toBe(true)
    expect(gb.body.every((row) => /^\d\d\/0[56]\/2026$/.test(gb.at(row, 'Sale Date')))).toBe(true)
  })

  it.each([10_001, 10_002])('of site %i holds exactly the planted differences', async (siteId) => {
    const causes: PlantCause[] = [
      'missing_in_api',
      'missing_in_native',
      'returned_or_voided',
      'rounding',
      'unexplained',
    ]
    const plant: Plant[] = causes.map((cause) => ({ cause, count: 2 }))
    const clean = await writeNativeReport(business, {
      report: 'sales',
      form: 'csv',
      siteId,
      ...period,
      file: path.join(folder, 'clean.csv'),
    })
    const file = path.join(folder, 'planted.csv')
    const report = await writeNativeReport(business, {
      report: 'sales',
      form: 'csv',
      siteId,
      ...period,
      file,
      plant,
    })
    for (const { cause, count } of plant) {
      expect(report.planted.filter((difference) => difference.cause === cause)).toHaveLength(count)
    }
    const moved = report.planted.reduce((sum, { amountCents }) => sum + amountCents, 0)
    expect(report.totalCents - clean.totalCents).toBe(moved)
    const { totals, at } = await readSales(file)
    expect(cents(at(totals, paid))).toBe(report.totalCents)
    expect(new Set(report.planted.map(({ key }) => key.split('/')[0])).size).toBe(report.planted.length)
  })

  it('says so when a period is too small for what is to be planted', async () => {
    const plant: Plant[] = [{ cause: 'rounding', count: 500 }]
    const options = {
      siteId: 10_001,
      from: '2026-06-01',
      to: '2026-06-02',
      file: path.join(folder, 'none.csv'),
      plant,
    }
    await expect(writeNativeReport(business, { ...options, report: 'sales' })).rejects.toThrow(
      'no row left to plant rounding',
    )
  })
})

describe('the Attendance with Revenue report', () => {
  it.each([10_001, 10_002])('of site %i holds every visit that took place or was missed', async (siteId) => {
    const file = path.join(folder, `attendance-${siteId}.xlsx`)
    const report = await writeNativeReport(business, {
      report: 'attendance-with-revenue',
      siteId,
      ...period,
      file,
    })
    const [sheet] = await readXlsxFile(file)
    const rows = sheet?.data ?? []
    const [header = []] = rows
    expect(header.at(-1)).toBe('Rev. per Visit')
    expect(rows).toHaveLength(report.rows + 2)
    const totals = rows.at(-1) ?? []
    expect(totals[0]).toBe('Grand Total')
    const [, counted, comps] = /Paid: (\d+) Comps: (\d+)/.exec(String(totals[4])) ?? []
    expect(Number(counted) + Number(comps)).toBe(report.rows)
    expect(Math.round(Number(totals.at(-1)) * 100)).toBe(report.totalCents)
    const studio = business.studios.find(({ plan }) => plan.siteId === siteId)
    const inMay = new Set(
      studio?.classes.filter(({ day }) => day >= period.from && day <= period.to).map(({ id }) => id),
    )
    const attended = classFigures(business)
      .filter(({ site_id, class_id }) => site_id === siteId && inMay.has(class_id))
      .reduce((sum, figure) => sum + figure.signed_in + figure.late_cancel + figure.no_show, 0)
    expect(report.rows).toBeGreaterThanOrEqual(attended)
    expect(rows[1]?.[0]).toBeInstanceOf(Date)
  })

  it('holds exactly the planted differences', async () => {
    const causes: PlantCause[] = ['missing_in_native', 'rounding']
    const plant: Plant[] = causes.map((cause) => ({ cause, count: 2 }))
    const options = { siteId: 10_001, ...period, file: path.join(folder, 'attendance.xlsx') }
    const clean = await writeNativeReport(business, { ...options, report: 'attendance-with-revenue' })
    const report = await writeNativeReport(business, { report: 'attendance-with-revenue', ...options, plant })
    expect(report.planted).toHaveLength(causes.length * 2)
    const moved = report.planted.reduce((sum, { amountCents }) => sum + amountCents, 0)
    expect(report.totalCents - clean.totalCents).toBe(moved)
  })
})

describe('the figures', () => {
  it('tie sales to tenders on every day and place', () => {
    const paidOn = new Map<string, number>()
    for (const { site_id, local_date, location_id, amount_cents } of figures.paymentsByDay) {
      const key = `${site_id}/${local_date}/${location_id}`
      paidOn.set(key, (paidOn.get(key) ?? 0) + amount_cents)
    }
    for (const day of figures.salesByDay) {
      expect(paidOn.get(`${day.site_id}/${day.local_date}/${day.location_id}`)).toBe(day.total_cents)
      expect(day.gross_cents - day.discount_cents).toBe(day.net_cents)
      expect(day.net_cents + day.tax_cents).toBe(day.total_cents)
    }
  })

  it('put every client of a cohort in its month 0', () => {
    const cohorts = cohortCells(peopleOf(business)).filter(({ cohort_type: type }) => type === 'first_visit')
    const starts = cohorts.filter(({ month_index }) => month_index === 0)
    expect(starts.every(({ active_n, cohort_size }) => active_n === cohort_size)).toBe(true)
    const later = cohorts.filter(({ month_index }) => month_index === 3)
    expect(later.some(({ active_n, cohort_size }) => active_n > 0 && active_n < cohort_size)).toBe(true)
  })
})
