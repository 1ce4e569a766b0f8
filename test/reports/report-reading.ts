// Reads a report file as the product does, for tests: its survey, and the rows it loads.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Duck } from '../../src/lakehouse/duck.ts'
import { loadReport } from '../../src/reports/load-report.ts'
import { openReport } from '../../src/reports/report-file.ts'
import type { ReportProfile } from '../../src/reports/report-profile.ts'
import { profileNamed } from '../../src/reconcile/profiles.ts'
import type { ReportSurvey, SurveyHints } from '../../src/reports/survey-report.ts'
import { surveyReport } from '../../src/reports/survey-report.ts'

/** Writes bytes to a file of its own for as long as `use` runs. */
export const withFile = async <T>(
  content: string | Uint8Array,
  use: (path: string) => Promise<T>,
  name = 'report.xls',
): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'report-'))
  try {
    const path = join(folder, name)
    await writeFile(path, content)
    return await use(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export interface Reading {
  readonly survey: ReportSurvey
  /** Rows of the table `native`, each as its values joined by " | ": row, date, key parts, amount, client, location, category. */
  readonly rows: readonly string[]
}

/** One for all readings of a test file: opening one takes longer than they do. */
const duck = await Duck.open(':memory:')

export const readingOf = (
  report: string | ReportProfile,
  content: string | Uint8Array,
  hints: SurveyHints = {},
): Promise<Reading> =>
  withFile(content, async (path) => {
    const profile = typeof report === 'string' ? profileNamed(report) : report
    const file = await openReport(path)
    const survey = await surveyReport(profile, file, hints)
    await duck.run('drop table if exists native')
    await loadReport(duck, profile, file, survey)
    const rows = await duck.rows('from native')
    return {
      survey,
      rows: rows.map((row) =>
        Object.values(row)
          .map((value) => value ?? '')
          .join(' | '),
      ),
    }
  })
