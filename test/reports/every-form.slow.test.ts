// Every report in every form: what the simulated studios wrote is read whole, and a total that is wrong by design is off by just that.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createBusiness } from '../../src/sandbox/business.ts'
import { nativeReports, writeNativeReport } from '../../src/sandbox/native-reports.ts'
import type { NativeReportOptions, PlantedReport } from '../../src/sandbox/native-reports.ts'
import type { Reading } from './report-reading.ts'
import { readingOf } from './report-reading.ts'

const business = createBusiness({ days: -300, books: true })
const period = { from: '2025-08-01', to: '2025-09-01' }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'every-form-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const tried = async (
  options: Pick<NativeReportOptions, 'report' | 'siteId' | 'form' | 'plant'>,
): Promise<{ written: PlantedReport; survey: Reading['survey']; rows: Reading['rows'] }> => {
  const written = await writeNativeReport(business, {
    ...period,
    ...options,
    file: join(folder, 'report.xls'),
  })
  return { written, ...(await readingOf(options.report, await readFile(written.file), period)) }
}

describe.each(['csv', 'html', 'xlsx'] as const)('as %s', (form) => {
  test.each(nativeReports)('%s', async (report) => {
    for (const { plan } of business.studios) {
      const { written, survey, rows } = await tried({ report, form, siteId: plan.siteId })
      expect(rows).toHaveLength(written.rows)
      expect(survey.rows).toBe(written.rows)
      // Behind the amount stand client, location and category.
      const amounts = rows.map((row) => row.split(' | ').at(-4) ?? '')
      expect(amounts.reduce((sum, amount) => sum + Number(amount), 0)).toBe(written.totalCents)
      // The sign for an option without a count stands in the file's own sums, and is no count of what is left.
      const uncounted = report === 'visits-remaining' ? amounts.filter((amount) => amount === '').length : 0
      expect(survey.total - written.totalCents).toBeGreaterThanOrEqual(uncounted * 99_000)
      expect(survey.total - written.totalCents).toBeLessThanOrEqual(uncounted * 99_999)
      expect(survey.controlTotals.filter(({ state }) => state === 'differs')).toEqual([])
    }
  })

  // Visits Remaining prints no total.
  test.each(nativeReports.filter((report) => report !== 'visits-remaining'))(
    '%s with a wrong total',
    async (report) => {
      for (const { plan } of business.studios) {
        const plant = [{ cause: 'parse_control_total', count: 1 }] as const
        const { written, survey } = await tried({ report, form, siteId: plan.siteId, plant })
        expect((survey.own.total ?? 0) - survey.total).toBe(written.planted[0]?.amountCents)
      }
    },
  )
})
