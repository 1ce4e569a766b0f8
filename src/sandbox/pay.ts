// Payroll rows on their way to the API: what they share, and their order.
import type { Studio } from './life.ts'
import type { StaffPlan } from './plan.ts'
import type { ApiRecord } from './records.ts'

/** One row of pay: who, when by the site's clock, and where. */
export interface PayRow {
  readonly member: StaffPlan
  readonly local: string
  readonly locationId: number | undefined
  readonly record: ApiRecord
}

export const memberOf = (studio: Studio, staffId: number | undefined): StaffPlan | undefined =>
  studio.plan.staff.find(({ id }) => id === staffId)

/** Ordered by staff id (documented), then by time; rows of one moment keep their order. */
export const inPayOrder = (rows: readonly PayRow[]): readonly PayRow[] =>
  [...rows].sort((one, other) => one.member.id - other.member.id || one.local.localeCompare(other.local))

/** Payroll knows active staff only, unless one is asked for by number (documented). */
export const isActive = ({ until }: StaffPlan, today: string): boolean =>
  until === undefined || today <= until
