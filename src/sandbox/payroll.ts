// Payroll of a site as of now, each list worked out once until life goes on.
import type { Business } from './business.ts'
import { localDayOf } from './calendar.ts'
import { timeCards } from './pay-hours.ts'
import { commissions, tips } from './pay-sales.ts'
import { serviceEarnings } from './pay-services.ts'
import { inPayOrder, isActive, type PayRow } from './pay.ts'
import type { Studio } from './life.ts'
import type { ApiRecord } from './records.ts'
import type { Shelf } from './shelf.ts'

const lists = {
  timeCards,
  commissions,
  serviceEarnings,
  tips,
} satisfies Record<string, (studio: Studio, now: number) => readonly PayRow[]>

type PayList = keyof typeof lists

const kept = new WeakMap<Shelf, Map<PayList, readonly PayRow[]>>()

/** Rows of a list in the API's order, of everybody who ever worked here. */
export const payRows = (shelf: Shelf, business: Business, list: PayList): readonly PayRow[] => {
  const made = kept.get(shelf) ?? new Map<PayList, readonly PayRow[]>()
  kept.set(shelf, made)
  const known = made.get(list)
  if (known !== undefined) return known
  const rows = inPayOrder(lists[list](shelf.studio, business.now))
  made.set(list, rows)
  return rows
}

/** What can be had without naming anybody: the rows of active staff. Whoever has left takes their history along. */
export const payRecords = (shelf: Shelf, business: Business, list: PayList): readonly ApiRecord[] => {
  const today = localDayOf(business.now, shelf.studio.plan.zone)
  return payRows(shelf, business, list)
    .filter(({ member }) => isActive(member, today))
    .map(({ record }) => record)
}
