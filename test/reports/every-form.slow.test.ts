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
      expect(survey).toMatchObject({ rows: written.rows, total: written.totalCents })
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
