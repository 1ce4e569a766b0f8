// Quirks of sales, what is sold, and totals.
import { headOf, withHead, withRows } from './effect.ts'
import type { Fields } from './effect.ts'
import { each, listOf, without } from './quirk.ts'
import type { Switch } from './quirk.ts'

const itemsOf = (sale: Fields): readonly Fields[] => listOf(sale, 'PurchasedItems')

const cents = (value: unknown): number => Math.round(Number(value) * 100)

/** The fields of sold items that came in April 2021, as far as the simulated studio has them. */
const youngItemFields = [
  'SaleDetailId',
  'ContractId',
  'CategoryId',
  'SubCategoryId',
  'UnitPrice',
  'DiscountPercent',
  'DiscountAmount',
  'Tax1',
  'Tax2',
  'Tax3',
  'Tax4',
  'Tax5',
  'TaxAmount',
  'TotalAmount',
  'Notes',
  'PaymentRefId',
  'ExpDate',
  'ActiveDate',
  'GiftCardBarcodeId',
  'RecipientClientId',
]

const accountCredit = { Method: 16, Type: 'Account', TransactionId: null }

export const saleQuirks = {
  'total-equals-limit': {
    path: '/sale/transactions',
    answer: (answer) => {
      const limit = headOf(answer)?.['RequestedLimit']
      return withHead(answer, (head) => ({ ...head, TotalResults: limit }))
    },
  },
  'contracts-offset-empty': {
    path: '/sale/contracts',
    answer: (answer, { incoming, respond }) => {
      const head = headOf(answer)
      if (head === undefined || Number(head['RequestedOffset']) === 0) return answer
      const total = headOf(respond(incoming))?.['TotalResults']
      return {
        ...answer,
        rows: 0,
        body: JSON.stringify({
          PaginationResponse: { ...head, PageSize: 0, TotalResults: total },
          Contracts: [],
        }),
      }
    },
  },
  'package-tax-zero': {
    path: '/sale/packages',
    answer: each((record) => ({
      ...record,
      Services: listOf(record, 'Services').map((item) => ({ ...item, TaxRate: 0 })),
      Products: listOf(record, 'Products').map((item) => ({ ...item, TaxRate: 0 })),
    })),
  },
  'item-price-is-sale-total': {
    path: '/sale/sales',
    answer: each((sale) => {
      const items = itemsOf(sale)
      const total = items.reduce((sum, item) => sum + cents(item['TotalAmount']), 0) / 100
      return {
        ...sale,
        PurchasedItems: items.map((item) => ({ ...item, UnitPrice: total, TotalAmount: total })),
      }
    }),
  },
  'line-total-a-cent-off': {
    path: '/sale/sales',
    answer: each((sale) => ({
      ...sale,
      PurchasedItems: itemsOf(sale).map((item) =>
        Number(item['TaxAmount']) > 0
          ? { ...item, TotalAmount: (cents(item['TotalAmount']) + 1) / 100 }
          : item,
      ),
    })),
  },
  'young-fields-absent': {
    path: '/',
    answer: each((record) => {
      if ('Remaining' in record) return without(record, ['ProductId'])
      if (!('PurchasedItems' in record)) return without(record, ['EmpID'])
      return {
        ...without(record, ['RecipientClientId', 'OriginalSaleDateTime']),
        PurchasedItems: itemsOf(record).map((item) => without(item, youngItemFields)),
      }
    }),
  },
  'return-as-account-credit': {
    path: '/sale/sales',
    answer: each((sale) =>
      itemsOf(sale).some(({ Quantity }) => Number(Quantity) < 0)
        ? { ...sale, Payments: listOf(sale, 'Payments').map((payment) => ({ ...payment, ...accountCredit })) }
        : sale,
    ),
  },
  'inactive-location-left-out': {
    path: '/site/locations',
    answer: (answer) => withRows(answer, (rows) => rows.filter(({ Id }) => Id !== 2)),
  },
  'sales-take-seconds': { path: '/sale/sales', delayMs: 150 },
} as const satisfies Readonly<Record<string, Switch>>
