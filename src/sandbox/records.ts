// What every record of the API needs: money as decimals, names, and the order in which rows come.
import { cancelledStaffId } from './schedule.ts'
import type { Studio } from './life.ts'
import { hashOf } from './random.ts'

/** A record as the API sends it. Whole numbers a double cannot hold are bigint. */
export type ApiRecord = Readonly<Record<string, unknown>>

/** Cents as the decimal number the API writes. */
export const money = (cents: number): number => cents / 100

/** Rows in the API's order: stable between calls, and of no use to anybody ("in no useful order", observed). */
export const inNoUsefulOrder = <T>(rows: readonly T[], keyOf: (row: T) => string | number): readonly T[] =>
  rows
    .map((row) => ({ row, rank: hashOf(`order/${keyOf(row)}`) }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ row }) => row)

/** First and last name of a staff member; the system user of cancelled classes included. */
export const staffNames = (
  studio: Studio,
  staffId: number,
): { readonly first: string; readonly last: string } => {
  if (staffId === cancelledStaffId) return { first: 'Class', last: 'Cancelled' }
  if (staffId === 0) return { first: 'Owner', last: '' }
  return studio.plan.staff.find(({ id }) => id === staffId) ?? { first: 'Staff', last: String(staffId) }
}

/** The few fields of a staff member that anybody may see (release notes: what is left without staff rights). */
export const staffCard = (studio: Studio, staffId: number): ApiRecord => {
  const { first, last } = staffNames(studio, staffId)
  return {
    Id: staffId,
    FirstName: first,
    LastName: last,
    DisplayName: `${first} ${last}`.trim(),
    Bio: null,
    ImageUrl: null,
  }
}
