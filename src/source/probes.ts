// Small questions that show what an API key and a staff user may see at a site.
import { addDays, localDateOf } from '../core/time.ts'
import type { Client } from './client.ts'
import { recordsIn } from './record-list.ts'
import type { Row } from './records.ts'
import { answeredJson } from './unknown-json.ts'

type Query = readonly (readonly [name: string, value: string])[]

export interface Probe {
  /** What is asked, in words. */
  readonly subject: string
  readonly path: string
  readonly rows: string
  readonly query: (today: string) => Query
  /** What a user loses, or undefined when all is there. */
  readonly masked: (rows: readonly Row[]) => string | undefined
}

const week = (start: string, end: string, today: string): Query => [
  [start, `${addDays(today, -7)}T00:00:00`],
  [end, `${today}T23:59:59`],
]

/** What a staff record still has when the user may not see staff. */
const publicStaffFields: ReadonlySet<string> = new Set([
  'FirstName',
  'LastName',
  'Id',
  'Bio',
  'DisplayName',
  'ImageUrl',
  'EmpID',
])

const isBlank = (value: unknown): boolean => value === null || value === undefined || value === ''

export const probes: readonly Probe[] = [
  {
    subject: 'clients',
    path: '/client/clients',
    rows: 'Clients',
    query: () => [['request.includeInactive', 'true']],
    masked: (rows) => (rows.length === 0 ? 'no client is visible' : undefined),
  },
  {
    subject: 'sales',
    path: '/sale/sales',
    rows: 'Sales',
    query: (today) => week('request.startSaleDateTime', 'request.endSaleDateTime', today),
    masked: () => undefined,
  },
  {
    subject: 'staff',
    path: '/staff/staff',
    rows: 'StaffMembers',
    query: () => [['request.includeInactive', 'true']],
    masked: (rows) =>
      rows.length > 0 && rows.every(isPublicStaff)
        ? 'only names and pictures of staff are visible'
        : undefined,
  },
  {
    subject: 'classes',
    path: '/class/classes',
    rows: 'Classes',
    query: (today) => week('request.startDateTime', 'request.endDateTime', today),
    masked: (rows) =>
      rows.length > 0 && rows.every((row) => isBlank(row.MaxCapacity) && isBlank(row.TotalBooked))
        ? 'capacities and bookings of classes are hidden, and hidden classes are missing'
        : undefined,
  },
]

const isPublicStaff = (row: Row): boolean =>
  Object.entries(row).every(([name, value]) => publicStaffFields.has(name) || isBlank(value))

/** Asks a probe; rows as the API gives them. @throws Problem as `Client.get`. */
export const ask = async (
  client: Client,
  siteId: number,
  { path, rows, query }: Pick<Probe, 'path' | 'rows' | 'query'>,
  zone: string,
  signal: AbortSignal,
): Promise<readonly Row[]> => {
  const today = localDateOf(client.now(), zone)
  const answer = await client.get({
    siteId,
    path,
    rows,
    query: [...query(today), ['request.limit', '5']],
    staffToken: false,
    signal,
  })
  return recordsIn(answeredJson(answer.text), { rows, holds: 'records' }).filter((row) => row !== null)
}
