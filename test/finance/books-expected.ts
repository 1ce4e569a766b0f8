// What the ledger of a drawn site must say, reckoned from what was drawn and not from any model.
import { category } from './books-catalogue.ts'
import {
  paidOf,
  taxOf,
  totalOf,
  type Line,
  type Sale,
  type Site,
  type TenderKind,
  type Transaction,
} from './books-shape.ts'

/** Balances by posting role, debits positive, of the entries that sales make on the earned basis. */
export interface SaleBalances {
  readonly CLEARING: number
  readonly COMP: number
  readonly TAX_PAYABLE: number
  readonly TIPS_PAYABLE: number
  readonly GIFT_CARD_LIAB: number
  /** Credit we owe and debts owed to us, taken together. */
  readonly CLIENT_ACCOUNTS: number
  readonly SUSPENSE: number
  readonly ROUNDING: number
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0)

const cashEquivalent: readonly TenderKind[] = ['cash', 'card', 'bank']

/** Lines nobody can book: a price its total does not bear out, a thing no rule knows, a service without a policy. */
export const isInSuspense = ({ isBroken, sort, category: of }: Line): boolean =>
  isBroken || sort === 'unknown' || (sort === 'service' && of === category.unruled)

/** How far the tenders of a sale miss its lines. */
export const gapOf = ({ lines, tenders }: Sale): number => totalOf(lines) - paidOf(tenders)

const isRounding = (sale: Sale): boolean => Math.abs(gapOf(sale)) <= sale.lines.length

export const saleBalances = ({ sales }: Site, asOf: number): SaleBalances => {
  const booked = sales.filter(({ day }) => day <= asOf)
  const lines = booked.flatMap((sale) => sale.lines)
  const known = lines.filter((line) => !isInSuspense(line))
  const of = (sort: Line['sort']): readonly Line[] => known.filter((line) => line.sort === sort)
  const paidBy = (...kinds: readonly TenderKind[]): number =>
    paidOf(booked.flatMap(({ tenders }) => tenders).filter(({ kind }) => kinds.includes(kind)))
  return {
    CLEARING: paidBy(...cashEquivalent),
    COMP: paidBy('comp'),
    TAX_PAYABLE: -sumOf(known.map(taxOf)),
    TIPS_PAYABLE: -totalOf(of('tip')),
    GIFT_CARD_LIAB: paidBy('gift_card') - sumOf(of('gift_card').map(({ face }) => face)),
    CLIENT_ACCOUNTS: paidBy('account') - totalOf(of('account')),
    SUSPENSE:
      sumOf(booked.filter((sale) => !isRounding(sale)).map(gapOf)) - totalOf(lines.filter(isInSuspense)),
    ROUNDING: sumOf(booked.filter(isRounding).map(gapOf)),
  }
}

/**
 * Balances by role of what the card processor did by a day: money reaches the bank two days after its transaction. A chargeback
 * is the client's debt whether the money had come or not; where it had, the bank gives it back, and the fee stays paid.
 */
export const settlementBalances = (
  { transactions }: Site,
  asOf: number,
): Readonly<Record<'BANK' | 'PROCESSOR_FEE' | 'CLEARING' | 'AR_CLIENT', number>> => {
  const over = transactions.filter(({ day }) => day + 2 <= asOf)
  const cameThrough = over.filter(({ isSettled }) => isSettled)
  const amountOf = (status: string, of: readonly Transaction[]): number =>
    sumOf(of.filter((one) => one.status === status).map(({ amount }) => amount))
  const fees = cameThrough
    .filter(({ status }) => status === 'Approved' || status === 'Chargeback')
    .map(({ amount }) => Math.floor((amount * 275 + 5_000) / 10_000))
  const [settled, refunded] = [amountOf('Approved', cameThrough), amountOf('Credit', cameThrough)]
  const chargedBack = amountOf('Chargeback', over)
  return {
    BANK: settled - refunded - sumOf(fees),
    PROCESSOR_FEE: sumOf(fees),
    CLEARING: refunded - settled - chargedBack,
    AR_CLIENT: chargedBack,
  }
}

/** Net and tax of all that is a sale in the native accrual report: everything but gift cards and account money. */
export const nativeAccrual = ({ sales }: Site): number =>
  totalOf(
    sales.flatMap(({ lines }) => lines).filter(({ sort }) => sort !== 'gift_card' && sort !== 'account'),
  )
