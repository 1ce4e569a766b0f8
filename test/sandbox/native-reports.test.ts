// Every native report, true and wrong on purpose: the same bytes each time, and wrong by just what was planted.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBusiness } from '../../src/sandbox/business.ts'
import { figuresOf } from '../../src/sandbox/figures.ts'
import { nativeReports, plantsFor, writeNativeReport } from '../../src/sandbox/native-reports.ts'
import { drawnPlan } from '../../src/sandbox/plan-drawn.ts'
import { plantCauses, type PlantCause } from '../../src/sandbox/plant.ts'

const sites = [3, 7].map((seed) => drawnPlan(20_001 + seed, seed))
const business = createBusiness({ sites, days: -325, books: true })
const period = { from: '2025-07-04', to: '2025-08-07' }
const changedSales = new Set(
  business.studios.flatMap(({ sales }) => sales.map(({ id }) => id)).filter((id) => id % 6 === 0),
)

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'native-'))
})
afterAll(() => rm(folder, { recursive: true }))

const about = nativeReports.flatMap((report) => sites.map(({ siteId }) => ({ report, siteId })))

/** Rows of these move or change a fact beside the money, or are about the file as a whole. */
const moneyless: readonly PlantCause[] = ['parse_control_total', 'export_truncated', 'settings_mismatch']

describe.each(about)('$report of site $siteId', ({ report, siteId }) => {
  const options = { report, siteId, ...period, changedSales }

  it('has rows that are the same each time', async () => {
    const files = [path.join(folder, `${report}-one`), path.join(folder, `${report}-two`)] as const
    const [one, two] = [
      await writeNativeReport(business, { ...options, form: 'html', file: files[0] }),
      await writeNativeReport(business, { ...options, form: 'html', file: files[1] }),
    ]
    expect(one.rows).toBeGreaterThan(0)
    expect(one.planted).toEqual([])
    expect(two).toEqual({ ...one, file: files[1] })
    expect(await readFile(files[1], 'utf8')).toBe(await readFile(files[0], 'utf8'))
  })

  it('is wrong by what is planted, one cause at a time and all together', async () => {
    const file = path.join(folder, `${report}-planted`)
    const clean = await writeNativeReport(business, { ...options, file })
    const wanted = plantCauses
      .filter((cause) => !moneyless.includes(cause))
      .map((cause) => ({ cause, count: 1 }))
    const fitting = plantsFor(business, options, wanted)
    expect(fitting.length).toBeGreaterThan(0)
    for (const plant of fitting) {
      const { planted, totalCents } = await writeNativeReport(business, { ...options, file, plant: [plant] })
      expect(new Set(planted.map(({ cause }) => cause))).toEqual(new Set([plant.cause]))
      expect(totalCents - clean.totalCents).toBe(
        planted.reduce((sum, { amountCents }) => sum + amountCents, 0),
      )
    }
  })
})

describe('the reports of what was taken', () => {
  const taken = figuresOf(business).paymentsByDay.filter(
    ({ local_date }) => local_date >= period.from && local_date <= period.to,
  )

  it.each(sites)('of $siteId tie to the tenders of its own books', async ({ siteId }) => {
    const file = path.join(folder, 'taken')
    const atTheDesk = taken.filter(({ site_id, location_id }) => site_id === siteId && location_id !== 98)
    const closeout = await writeNativeReport(business, { report: 'daily-closeout', siteId, ...period, file })
    expect(closeout.rows).toBe(new Set(atTheDesk.map(({ method }) => method)).size)
    expect(closeout.totalCents).toBe(atTheDesk.reduce((sum, { amount_cents }) => sum + amount_cents, 0))
    const named = await Promise.all(
      (['sales-by-service', 'sales-by-product', 'sales-by-category'] as const).map((report) =>
        writeNativeReport(business, { report, siteId, ...period, file: path.join(folder, report) }),
      ),
    )
    const [services = 0, products = 0, all = 0] = named.map(({ totalCents }) => totalCents)
    const tips = business.studios
      .find(({ plan }) => plan.siteId === siteId)
      ?.sales.filter(
        ({ soldLocal }) => soldLocal.slice(0, 10) >= period.from && soldLocal.slice(0, 10) <= period.to,
      )
      .flatMap(({ lines }) => lines)
      .filter(({ item }) => item.name === 'Tip')
      .reduce((sum, { totalCents }) => sum + totalCents, 0)
    expect(services + products + (tips ?? 0)).toBe(all)
  })

  it('are refused where they cannot carry a cause or have no row for it', async () => {
    const options = { siteId: 20_004, ...period, file: path.join(folder, 'none') }
    const write = (report: 'sales' | 'members', cause: PlantCause, count: number) =>
      writeNativeReport(business, { ...options, report, plant: [{ cause, count }] })
    await expect(write('members', 'settlement_vs_sale_date', 1)).rejects.toThrow('cannot carry settlement')
    await expect(write('sales', 'export_truncated', 5_000)).rejects.toThrow('no 5000 rows to cut off')
    await expect(write('members', 'settings_mismatch', 1)).rejects.toThrow('no other settings')
  })
})
