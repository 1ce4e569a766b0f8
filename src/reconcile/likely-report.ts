// Which report a file looks like, for who took it for another.
import { openReport } from '../reports/report-file.ts'
import type { FileRow } from '../reports/file-rows.ts'
import { profiles } from './profiles.ts'
import { firstHeader } from '../reports/report-header.ts'
import type { ReportProfile } from '../reports/report-profile.ts'

/** Titles stand above a header, and no file seen has more of them. */
const lookedAtRows = 100

/** Columns of a report that the rows' header names; 0 where it lacks one that the report needs. */
const likeness = (profile: ReportProfile, rows: readonly FileRow[]): number => {
  const columns = firstHeader(profile, rows)?.columns
  const isWhole = profile.columns.every(
    ({ field, required, from }) => !required || from !== undefined || columns?.has(field) === true,
  )
  return isWhole ? (columns?.size ?? 0) : 0
}

/**
 * The other report whose columns the file has, most of them where several fit; undefined where none does, and where the file has
 * more of the report it was taken for: then something is wrong with the file, and not with the choice.
 * @throws Problem of opening the file.
 */
export const likelyReport = async (
  path: string,
  taken: ReportProfile,
): Promise<ReportProfile | undefined> => {
  const { rows } = await openReport(path)
  const first: FileRow[] = []
  for await (const row of rows()) {
    first.push(row)
    if (first.length >= lookedAtRows) break
  }
  if (likeness(taken, first) > 0) return undefined
  const own = firstHeader(taken, first)?.columns.size ?? 0
  const [best] = profiles
    .filter(({ name }) => name !== taken.name)
    .map((profile) => ({ profile, columns: likeness(profile, first) }))
    .filter(({ columns }) => columns > 1 && columns >= own)
    .toSorted((one, other) => other.columns - one.columns)
  return best?.profile
}
