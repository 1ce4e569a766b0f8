// A report's profile as a home uses it: the shipped one with what the user told laid over it.
import { Problem } from '../core/errors.ts'
import type { Findings } from './outcome.ts'
import type { OwnProfile } from './own-profile.ts'
import { readOwnProfile } from './own-profile.ts'
import { headerKey } from '../reports/report-header.ts'
import { profileNamed } from './profiles.ts'
import type { ReportColumn, ReportProfile } from '../reports/report-profile.ts'

export interface ProfileInUse {
  readonly profile: ReportProfile
  /** `mapped`: the user told under which headers it stands. */
  readonly origin: Findings['profile']
}

/** A mapped header stands for its field only: shipped headers of others give way. */
const headersOf = (column: ReportColumn, mapped: ReadonlyMap<string, string>): readonly string[] => {
  const own = [...mapped].find(([, field]) => field === column.field)?.[0]
  return own === undefined ? column.headers.filter((header) => !mapped.has(header)) : [own]
}

const mappedHeaders = ({ title }: ReportProfile, own: OwnProfile): ReadonlyMap<string, string> => {
  const mapped = new Map<string, string>()
  for (const [field, header] of Object.entries(own.headers)) {
    const key = headerKey(header)
    const other = mapped.get(key)
    if (other !== undefined) {
      throw new Problem('REPORT_PROFILE', {
        what: `The header "${header}" cannot stand for both ${other} and ${field} of the ${title} report.`,
        remedy: 'Map each field to a header of its own.',
      })
    }
    mapped.set(key, field)
  }
  return mapped
}

/**
 * A profile with what a user told laid over it.
 * @throws Problem REPORT_PROFILE where one header would stand for two fields, or a needed field is left without any.
 */
export const mergeOwnProfile = (profile: ReportProfile, own: OwnProfile): ReportProfile => {
  const mapped = mappedHeaders(profile, own)
  const columns = profile.columns.map((column): ReportColumn => {
    const dateOrder = own.dateOrders[column.field] ?? column.dateOrder
    const headers = headersOf(column, mapped)
    if (headers.length === 0 && column.required && column.from === undefined) {
      throw new Problem('REPORT_PROFILE', {
        what: `The header "${column.headers[0] ?? ''}" of the ${profile.title} report was given to another field, so ${column.field} has none.`,
        remedy: `Map it too: --map ${column.field}="Header text".`,
      })
    }
    return { ...column, headers, ...(dateOrder === undefined ? {} : { dateOrder }) }
  })
  return { ...profile, columns, caps: [...new Set([...profile.caps, ...own.caps])] }
}

/**
 * The profile of a report in a home.
 * @throws Problem USAGE for a report that is none, REPORT_PROFILE where what is remembered cannot be used.
 */
export const profileFor = async (home: string, name: string): Promise<ProfileInUse> => {
  const shipped = profileNamed(name)
  const own = await readOwnProfile(home, shipped)
  const origin = shipped.isConfirmed ? 'confirmed' : 'unconfirmed'
  if (own === undefined) return { profile: shipped, origin }
  const isMapped = Object.keys(own.headers).length > 0
  return { profile: mergeOwnProfile(shipped, own), origin: isMapped ? 'mapped' : origin }
}
