// Sales that stand on another day in the file: a clock read in another zone, an edit after the export, the day of settlement.
import { addDays, instantOf, localDayOf, offsetMs } from './calendar.ts'
import type { ExportRequest } from './exporter.ts'
import { neighbouringDate, type Hands, type Planting } from './plant.ts'
import type { SaleFacts } from './sale-facts.ts'
import type { SaleRow } from './sale-rows.ts'

/** Card money reaches the bank so many days after it was taken. */
const daysToSettle = 2

/** The date a row gets when its time is read in another zone. */
const shiftedDate = ({ studio }: ExportRequest, { sale }: SaleRow): string | undefined => {
  const { zone } = studio.plan
  return neighbouringDate(sale.soldLocal, offsetMs(instantOf(sale.soldLocal, zone), zone) / 60_000)
}

/** True for a date that a misread clock might have made as well. */
const looksShifted = (request: ExportRequest, row: SaleRow, date: string): boolean => {
  const gap = Math.abs(Date.parse(date) - Date.parse(row.localDate)) / 86_400_000
  return gap === 0 || (gap === 1 && shiftedDate(request, row) !== undefined)
}

export const dateHands = (request: ExportRequest, facts: SaleFacts): Hands<SaleRow> => {
  const { studio, from, to } = request
  const newest = studio.sales.reduce((day, { soldLocal }) => (soldLocal > day ? soldLocal : day), '')
  const redated = (row: SaleRow, localDate: string | undefined): Planting<SaleRow> | undefined =>
    localDate === undefined || localDate < from || localDate > to
      ? undefined
      : { take: [row], put: [{ ...row, localDate }] }
  const settledDay = ({ sale }: SaleRow): string | undefined => {
    const own = studio.transactions.filter(({ saleId }) => saleId === sale.id)
    const [transaction] = own
    if (transaction === undefined || own.length > 1) return undefined
    const day = addDays(localDayOf(transaction.at, studio.plan.zone), daysToSettle)
    return transaction.settled && transaction.status === 'Approved' && day < newest.slice(0, 10)
      ? day
      : undefined
  }
  return {
    timezone_date_shift: (row) =>
      facts.isSingle(row) && facts.isQuiet(row) && facts.isLonely(row)
        ? redated(row, shiftedDate(request, row))
        : undefined,
    late_edit_after_export: (row, nth) => {
      const original = row.sale.originalLocal.slice(0, 10)
      if (facts.isSingle(row) && !row.line.returned && !looksShifted(request, row, original))
        return facts.isActive(row) && facts.isLonely(row) ? redated(row, original) : undefined
      // Another amount, or no such sale yet, in a file that is older than the last reading of it.
      if (!facts.isChangedPlain(row) || !facts.isLonely(row)) return undefined
      return {
        take: [row],
        put: nth % 2 === 0 ? [{ ...row, cents: row.cents + facts.oddCents(row, nth) }] : [],
      }
    },
    settlement_vs_sale_date: (row) => {
      if (!facts.isPlain(row) || !facts.isLonely(row)) return undefined
      const day = settledDay(row)
      return day === undefined || looksShifted(request, row, day) ? undefined : redated(row, day)
    },
  }
}
