// Which day a dropped file is of: by the date in its name, else by the days its title or its rows tell.
import { readdir } from 'node:fs/promises'
import { basename } from 'node:path'
import { Problem } from '../core/errors.ts'
import { isLocalDate } from '../core/time.ts'
import type { LocalDate } from '../core/time.ts'
import { openReport } from './report-file.ts'
import type { ReportProfile } from './report-profile.ts'
import { surveyReport } from './survey-report.ts'
import type { SurveyHints } from './survey-report.ts'

const dateInName = /(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})/

/** The day a file's name tells, undefined where it tells none. */
export const dayInName = (name: string): LocalDate | undefined => {
  const [, year = '', month = '', day = ''] = dateInName.exec(name) ?? []
  const date = `${year}-${month}-${day}`
  return isLocalDate(date) ? date : undefined
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
  const named = dayInName(basename(file))
  if (named !== undefined) return named
  const { told } = await surveyReport(profile, await openReport(file), hints)
  const [from, to] = [told.from ?? told.firstDate, told.to ?? told.lastDate]
  return from === to ? to : undefined
}

/**
 * Files of a folder by name; hidden ones and those a program is still writing are left alone.
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
  return entries
    .filter((entry) => entry.isFile() && !/^[.~]|\.(tmp|part|crdownload)$/i.test(entry.name))
    .map(({ name }) => name)
    .toSorted()
}
