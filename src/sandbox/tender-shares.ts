// Which tender paid how much of which line: the native report prints it per line, the till knows it per sale.
import type { Line, Sale } from './life.ts'

/** Shares of one tender over the lines of a sale, in cents: largest remainder, the earlier line first on a tie. */
const share = (lineCents: readonly number[], paidCents: number): readonly number[] => {
  const sum = lineCents.reduce((total, cents) => total + cents, 0)
  if (sum === 0) return lineCents.map((_, index) => (index === 0 ? paidCents : 0))
  const exact = lineCents.map((cents) => BigInt(cents) * BigInt(paidCents))
  const whole = exact.map((part) => floorDiv(part, BigInt(sum)))
  const left = paidCents - whole.reduce((total, cents) => total + Number(cents), 0)
  const order = exact
    .map((part, index) => ({ index, remainder: part - (whole[index] ?? 0n) * BigInt(sum) }))
    .sort((one, other) => {
      const [a, b] = sum > 0 ? [other.remainder, one.remainder] : [one.remainder, other.remainder]
      return a === b ? one.index - other.index : a > b ? 1 : -1
    })
    .slice(0, left)
    .map(({ index }) => index)
  return whole.map((cents, index) => Number(cents) + (order.includes(index) ? 1 : 0))
}

const floorDiv = (part: bigint, by: bigint): bigint => {
  const quotient = part / by
  return part % by !== 0n && part < 0n !== by < 0n ? quotient - 1n : quotient
}

/** A line and what each tender paid of it, in whole coins of the site. The tenders take turns over what the lines still owe, so both ways add up. */
export const rowsOfSale = (
  sale: Sale,
  coin = 1,
): readonly { readonly line: Line; readonly method: string; readonly cents: number }[] => {
  let owed = sale.lines.map(({ totalCents }) => totalCents / coin)
  const rows: { line: Line; method: string; cents: number }[] = []
  for (const payment of sale.payments) {
    const parts = share(owed, payment.cents / coin)
    owed = owed.map((cents, index) => cents - (parts[index] ?? 0))
    for (const [index, line] of sale.lines.entries()) {
      const cents = (parts[index] ?? 0) * coin
      const only = sale.payments.length === 1
      if (cents !== 0 || only) rows.push({ line, method: payment.method.name, cents })
    }
  }
  return rows
}
