// Sales and card transactions as the API shows them: site-local times with a false Z, amounts as decimals, no totals.
import { localOf, midnight } from './calendar.ts'
import { dayTold } from './api-clients.ts'
import type { GiftCard, Line, Sale, Studio, Transaction } from './life.ts'
import { methods } from './plan-shared.ts'
import { money, type ApiRecord } from './records.ts'
import { itemIdentity } from './api-catalogue.ts'
import { isService } from './till.ts'
import { saleClientId } from './shop.ts'

const lineRecord = (sale: Sale, line: Line): ApiRecord => ({
  SaleDetailId: line.detailId,
  ...itemIdentity(line.item),
  Description: line.item.name,
  ContractId: line.contractId ?? null,
  CategoryId: line.item.categoryId,
  SubCategoryId: isService(line.item) ? 0 : (line.item.subCategoryId ?? 0),
  UnitPrice: money(line.unitCents),
  Quantity: line.quantity,
  DiscountPercent: line.discountPercent,
  DiscountAmount: money(line.discountCents),
  // Tax1 is a rate, TaxAmount the money.
  Tax1: line.taxRate,
  Tax2: 0,
  Tax3: 0,
  Tax4: 0,
  Tax5: 0,
  TaxAmount: money(line.taxCents),
  TotalAmount: money(line.totalCents),
  Notes: line.notes,
  Returned: line.returned,
  PaymentRefId: line.held?.id ?? null,
  ExpDate: line.held === undefined ? null : dayTold(line.held.expiryDay),
  ActiveDate: line.held === undefined ? null : midnight(line.held.activeDay),
  GiftCardBarcodeId: line.giftCardCode ?? null,
  RecipientClientId: sale.client?.uniqueId ?? null,
})

/** The Z of sale times is false: they are the site's wall clock (recorded). */
export const saleRecord = (sale: Sale): ApiRecord => {
  const [day = '', time = ''] = sale.soldLocal.split('T')
  return {
    Id: sale.id,
    SaleDate: `${midnight(day)}Z`,
    SaleTime: time,
    SaleDateTime: `${sale.soldLocal}Z`,
    OriginalSaleDateTime: `${sale.originalLocal}Z`,
    SalesRepId: sale.repId ?? null,
    ClientId: saleClientId(sale),
    RecipientClientId: sale.client?.uniqueId ?? null,
    PurchasedItems: sale.lines.map((line) => lineRecord(sale, line)),
    LocationId: sale.locationId,
    Payments: sale.payments.map((payment) => ({
      Id: payment.id,
      Amount: money(payment.cents),
      Method: payment.method.id,
      Type: payment.method.name,
      Notes: '',
      TransactionId: payment.transactionId ?? null,
    })),
  }
}

/** Transactions name the client by number, so clients with a legacy code have none here. */
export const transactionRecord = (studio: Studio, transaction: Transaction): ApiRecord => {
  const { method } = transaction
  const bank = method.id === methods.ach.id
  const time = `${localOf(transaction.at, studio.plan.zone)}.${String((transaction.id * 37) % 1_000).padStart(3, '0')}`
  return {
    TransactionId: transaction.id,
    SaleId: transaction.saleId,
    ClientId: /^\d+$/.test(transaction.clientId) ? Number(transaction.clientId) : null,
    Amount: money(transaction.cents),
    Settled: transaction.settled,
    Status: transaction.status,
    TransactionTime: time,
    AuthTime: time,
    LocationId: transaction.locationId,
    MerchantId: `M${studio.plan.siteId}`,
    TerminalId: '',
    CardExpirationMonth: bank ? null : '04',
    CardExpirationYear: bank ? null : '2029',
    CCLastFour: bank ? null : '0000',
    CardType: bank ? null : method.id === methods.amex.id ? 'Amex' : 'Visa',
    CCSwiped: false,
    ACHLastFour: bank ? '0000' : null,
  }
}

/** What is left on a gift card that was sold. */
export const giftCardBalance = ({ code, cents }: GiftCard): ApiRecord => ({
  BarcodeId: code,
  RemainingBalance: money(cents),
})
