// What a user told about a report's files, kept as HOME/profiles/<report>.json: headers by field, caps, orders of dates.
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../core/errors.ts'
import type { DateOrder } from '../finance/dates.ts'
import type { ReportProfile } from '../reports/report-profile.ts'
import { writeWhole } from './write-whole.ts'

export interface OwnProfile {
  /** Field to the header under which the user's files have it, as it is written there. */
  readonly headers: Readonly<Record<string, string>>
  /** Row counts at which the user's exports are cut off. */
  readonly caps: readonly number[]
  /** Field to the order in which its dates are written. */
  readonly dateOrders: Readonly<Record<string, DateOrder>>
}

export const emptyOwnProfile: OwnProfile = { headers: {}, caps: [], dateOrders: {} }

export const ownProfilePath = (home: string, report: string): string =>
  join(home, 'profiles', `${report}.json`)

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isCap = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0

/** Checks a mapping key by key. Each returns what is wrong, as "<key> <what>", or undefined. */
const faultOf = (profile: ReportProfile, value: Readonly<Record<string, unknown>>): string | undefined => {
  const known = ['headers', 'caps', 'date_orders']
  const odd = Object.keys(value).find((key) => !known.includes(key))
  if (odd !== undefined) return `${odd} is no key of it (those are ${known.join(', ')})`
  const { headers = {}, caps = [], date_orders: dateOrders = {} } = value
  if (!isRecord(headers)) return 'headers is no object'
  if (!Array.isArray(caps)) return 'caps is no list'
  if (!isRecord(dateOrders)) return 'date_orders is no object'
  const kindOf = new Map(profile.columns.map(({ field, kind }) => [field, kind]))
  for (const [field, header] of Object.entries(headers)) {
    if (!kindOf.has(field)) return `headers.${field} is no field of the ${profile.title} report`
    if (typeof header !== 'string' || header.trim() === '') return `headers.${field} is no header text`
  }
  if (!caps.every(isCap)) return 'caps holds something that is no whole number of rows'
  for (const [field, order] of Object.entries(dateOrders)) {
    if (kindOf.get(field) !== 'date') return `date_orders.${field} is no date of the ${profile.title} report`
    if (order !== 'mdy' && order !== 'dmy') return `date_orders.${field} is neither mdy nor dmy`
  }
  return undefined
}

const refuse = (path: string, report: string, why: string, cause?: unknown): Problem =>
  new Problem(
    'REPORT_PROFILE',
    {
      what: `The remembered headers in ${path} cannot be used: ${why}.`,
      remedy: `Mend the file, or drop it with \`reconcile profile --report ${report} --forget\`.`,
    },
    cause === undefined ? {} : { cause },
  )

const textOf = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * What the user told about a report; undefined where nothing was told.
 * @throws Problem REPORT_PROFILE naming the file and the key that is wrong.
 */
export const readOwnProfile = async (
  home: string,
  profile: ReportProfile,
): Promise<OwnProfile | undefined> => {
  const path = ownProfilePath(home, profile.name)
  const text = await textOf(path)
  if (text === undefined) return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw refuse(path, profile.name, 'it is no JSON', error)
  }
  if (!isRecord(value)) throw refuse(path, profile.name, 'it is no JSON object')
  const fault = faultOf(profile, value)
  if (fault !== undefined) throw refuse(path, profile.name, fault)
  const {
    headers,
    caps,
    date_orders: dateOrders,
  } = value as {
    headers?: OwnProfile['headers']
    caps?: OwnProfile['caps']
    date_orders?: OwnProfile['dateOrders']
  }
  return { headers: headers ?? {}, caps: caps ?? [], dateOrders: dateOrders ?? {} }
}

/** Remembers it: written whole, readable by its owner only. */
export const writeOwnProfile = async (home: string, report: string, own: OwnProfile): Promise<string> => {
  const path = ownProfilePath(home, report)
  const text = JSON.stringify({ headers: own.headers, caps: own.caps, date_orders: own.dateOrders }, null, 2)
  await writeWhole(path, `${text}\n`)
  return path
}

/** Forgets it; true where there was something. */
export const forgetOwnProfile = async (home: string, report: string): Promise<boolean> => {
  const path = ownProfilePath(home, report)
  if ((await textOf(path)) === undefined) return false
  await rm(path)
  return true
}
