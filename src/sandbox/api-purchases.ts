// A client's purchases as the API shows them: a row per line of a sale, with the sale inside and no key.
import type { Client, Line, Sale } from './life.ts'
import { money, type ApiRecord } from './records.ts'
import type { Shelf } from './shelf.ts'

interface Purchase {
  readonly sale: Sale
  readonly record: ApiRecord
}

const purchaseRecord = (sale: ApiRecord, line: Line, byAccount: boolean): ApiRecord => ({
  Sale: sale,
  Description: line.item.name,
  AccountPayment: byAccount,
  Price: money(line.unitCents),
  AmountPaid: money(line.totalCents),
  Discount: money(line.discountCents),
  Tax: money(line.taxCents),
  Returned: line.returned,
  Quantity: line.quantity,
})

/** Lines of every sale to a client, in the order of the sales. The same product twice on a ticket is two equal rows. */
export const purchasesOf = ({ sales }: Shelf, client: Client): readonly Purchase[] =>
  sales
    .filter(({ of }) => of.client === client)
    .toSorted((one, other) => one.of.id - other.of.id)
    .flatMap(({ of: sale, record }) => {
      const byAccount = sale.payments.some(({ method }) => method.name === 'Account')
      return sale.lines.map((line) => ({ sale, record: purchaseRecord(record, line, byAccount) }))
    })
