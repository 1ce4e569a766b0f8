// Endpoints of money: sales and card transactions.
import { denied, page, rowsOf, type Rows } from './answers.ts'
import { saleRecord } from './api-sales.ts'
import type { Bulk } from './bulk.ts'
import type { ApiRecord } from './records.ts'
import type { Handler } from './handler.ts'

/** The stored sales of a window, then the bench's extra ones, made only as far as the page needs them. */
const withBulk = (stored: readonly ApiRecord[], bulk: ReturnType<Bulk['between']>): Rows => ({
  total: stored.length + bulk.total,
  slice: (offset, limit) => {
    const head = stored.slice(offset, offset + limit)
    const made = bulk.slice(Math.max(0, offset - stored.length), limit - head.length)
    return [...head, ...made.map(saleRecord)]
  },
})

export const saleRoutes: Readonly<Record<string, Handler>> = {
  /** Both bounds are wall clock, included, and default to today. There is no location filter: it is ignored. */
  '/sale/sales': ({ business, shelf, query, staff, today }) => {
    if (!staff) return denied()
    const saleId = query.int('saleId')
    const methodId = query.int('paymentMethodId')
    if (saleId !== undefined) {
      const one = shelf.sales.filter(({ of }) => of.id === saleId)
      return page('Sales', rowsOf(one.map(({ record }) => record)), query)
    }
    const from = query.time('startSaleDateTime') ?? `${today}T00:00:00`
    const to = query.time('endSaleDateTime') ?? `${today}T23:59:59`
    const stored = shelf.sales.filter(
      ({ of }) =>
        of.soldLocal >= from &&
        of.soldLocal <= to &&
        (methodId === undefined || of.payments.some(({ method }) => method.id === methodId)),
    )
    const records = stored.map(({ record }) => record)
    if (methodId !== undefined) return page('Sales', rowsOf(records), query)
    return page(
      'Sales',
      withBulk(records, business.bulkOf(shelf.studio.plan.siteId).between(from, to)),
      query,
    )
  },
  /** Whole days, both defaulting to today. */
  '/sale/transactions': ({ shelf, query, staff, today }) => {
    if (!staff) return denied()
    const from = query.day('transactionStartDateTime') ?? today
    const to = query.day('transactionEndDateTime') ?? today
    const [saleId, status, locationId] = [query.int('saleId'), query.text('status'), query.int('locationId')]
    const rows = shelf.transactions.filter(({ of, record }) => {
      const day = String(record['TransactionTime']).slice(0, 10)
      if (saleId !== undefined) return of.saleId === saleId
      if (status !== undefined && status !== of.status) return false
      if (locationId !== undefined && locationId !== of.locationId) return false
      return day >= from && day <= to
    })
    return page('Transactions', rowsOf(rows.map(({ record }) => record)), query)
  },
}
