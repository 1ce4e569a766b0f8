// Which day a dropped file is of: by the date in its name, else by the days its title or its rows tell.
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Problem } from '../core/errors.ts'
import { isLocalDate } from '../core/time.ts'
import type { LocalDate } from '../core/time.ts'
import { openReport } from '../reports/report-file.ts'
import type { ReportProfile } from '../reports/report-profile.ts'
import { isOfOneDay } from './settle-period.ts'
import { surveyReport } from '../reports/survey-report.ts'
import type { SurveyHints } from '../reports/survey-report.ts'

/** Not part of a longer number: a site's id may stand before the date. */
const datesInName = /(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?!\d)/g

/** The one day that a file's name tells; undefined where it tells none, or several. */
export const dayInName = (file: string): LocalDate | undefined => {
  const dates = [...basename(file).matchAll(datesInName)]
    .map(([, year = '', , month = '', day = '']) => `${year}-${month}-${day}`)
    .filter(isLocalDate)
  const [only, ...others] = new Set(dates)
  return others.length === 0 ? only : undefined
}

/**
 * The one day a file is of; undefined where it tells none, or several. The hints tell day from month.
 * @throws Problem REPORT_PROFILE where the file is not that report.
 */
export const dayOfFile = async (
  profile: ReportProfile,
  file: string,
  hints: SurveyHints,
): Promise<LocalDate | undefined> => {
  const named = dayInName(file)
  if (named !== undefined) return named
  const { told } = await surveyReport(profile, await openReport(file), hints)
  if (isOfOneDay(profile)) return told.to
  const [from, to] = [told.from ?? told.firstDate, told.to ?? told.lastDate]
  return from === to ? to : undefined
}

/**
 * Files of a folder, the one written last at the end; hidden ones and those a program is still writing are left alone.
 * @returns their paths
 * @throws Problem REPORT_SETTINGS where there is no such folder.
 */
export const filesIn = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new Problem(
      'REPORT_SETTINGS',
      {
        what: `The folder ${folder} of a parallel run cannot be read.`,
        remedy: 'Make it, or name another one with `reconcile schedule --folder`.',
      },
      { cause },
    )
  })
  const files = entries
    .filter(
      (entry) =>
        (entry.isFile() || entry.isSymbolicLink()) && !/^[.~]|\.(tmp|part|crdownload)$/i.test(entry.name),
    )
    .map(({ name }) => join(folder, name))
    .toSorted()
  const written = new Map<string, number>()
  // Whoever reads a file that is gone meanwhile says so.
  for (const file of files)
    written.set(
      file,
      await stat(file).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    )
  return files.toSorted((one, other) => (written.get(one) ?? 0) - (written.get(other) ?? 0))
}
