// A survey that asks a person which comes first, day or month, where nothing else tells.
import { Problem } from '../core/errors.ts'
import type { DateOrder } from '../finance/dates.ts'
import type { ReportFile } from '../reports/file-rows.ts'
import type { Ask, Given } from './given.ts'
import type { ReportProfile } from '../reports/report-profile.ts'
import type { ReportSurvey } from '../reports/survey-report.ts'
import { surveyReport } from '../reports/survey-report.ts'

export interface Surveyed {
  readonly survey: ReportSurvey
  /** With the answer, where a question was asked. */
  readonly given: Given
}

const orders = new Map<string, DateOrder>([
  ['mdy', 'mdy'],
  ['dmy', 'dmy'],
  ['m', 'mdy'],
  ['d', 'dmy'],
])

/**
 * Surveys a file under what is given.
 * @throws Problem as `surveyReport` does; REPORT_SETTINGS too where the answer is none.
 */
export const surveyAsking = async (
  profile: ReportProfile,
  file: ReportFile,
  given: Given,
  ask: Ask | undefined,
): Promise<Surveyed> => {
  const survey = ({ dateOrder }: Given): Promise<ReportSurvey> =>
    surveyReport(profile, file, {
      dateOrder: dateOrder?.value,
      from: given.from?.value,
      to: given.to?.value,
    })
  try {
    return { survey: await survey(given), given }
  } catch (error) {
    const isOpen = error instanceof Problem && error.code === 'REPORT_SETTINGS'
    if (!isOpen || ask === undefined || given.dateOrder !== undefined) throw error
    const answer = await ask(`${error.what} Month or day first (mdy, dmy)? `)
    const order = orders.get(answer.trim().toLowerCase())
    if (order === undefined) throw error
    const told: Given = { ...given, dateOrder: { value: order, source: 'asked' } }
    return { survey: await survey(told), given: told }
  }
}
