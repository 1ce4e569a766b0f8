// Differences of a comparison summed by cause, with the identity that holds to the cent, and the verdict.
import { Problem } from '../core/errors.ts'
import type { Cause } from './causes.ts'
import { causes, openCauses } from './causes.ts'
import type { Detail, Difference, Findings, Verdict } from './outcome.ts'
import type { Unit } from '../reports/report-profile.ts'
import { amountText } from './rule.ts'

/** Detail summed by cause, in the order of the rules; causes that do not occur are left out. */
export const sumByCause = (details: readonly Detail[], unit: Unit): readonly Difference[] => {
  const sums = new Map<Cause, { count: number; amount: number }>()
  for (const { cause, amount } of details) {
    const sum = sums.get(cause) ?? { count: 0, amount: 0 }
    sums.set(cause, { count: sum.count + 1, amount: sum.amount + amount })
  }
  return causes.flatMap((cause) => {
    const sum = sums.get(cause)
    return sum === undefined ? [] : [{ cause, count: sum.count, amount: amountText(unit, sum.amount) }]
  })
}

const isOpen = ({ cause }: Detail): boolean => openCauses.includes(cause)

/** Share of the differing money with a named cause, in percent; by rows where no money differs. */
export const explainedPercent = (details: readonly Detail[]): number => {
  const sizeOf = (rows: readonly Detail[]): number =>
    rows.reduce((sum, { amount }) => sum + Math.abs(amount), 0)
  const named = details.filter((detail) => !isOpen(detail))
  if (details.length === 0) return 100
  const whole = sizeOf(details)
  // Whole numbers are divided once: 0.57 times 10,000 is less than 5,700.
  const parts = whole === 0 ? (named.length * 10_000) / details.length : (sizeOf(named) * 10_000) / whole
  return Math.floor(parts) / 100
}

export const verdictOf = (details: readonly Detail[]): Verdict => {
  if (details.length === 0) return 'equal'
  return details.some(isOpen) ? 'differences' : 'explained'
}

/**
 * What may differ without alarm: a cent a line; in total a cent a row or 0.05 % of the file's total, whichever is more. Counts
 * must be equal.
 */
export const toleranceOf = (
  unit: Unit,
  totals: { readonly native: number; readonly ours: number; readonly rows: number },
): Findings['tolerance'] => {
  const variance = Math.abs(totals.native - totals.ours)
  if (unit === 'count') return { line: '0', total: '0', is_within: variance === 0 }
  const total = Math.max(totals.rows, Math.floor(Math.abs(totals.native) / 2_000))
  return { line: amountText(unit, 1), total: amountText(unit, total), is_within: variance <= total }
}

/**
 * Native total less our total is the sum of the differences: the promise that lets finance trust the classes.
 * @throws Problem INTERNAL when it does not hold.
 */
export const assertIdentity = (
  unit: Unit,
  totals: { readonly native: number; readonly ours: number },
  details: readonly Detail[],
): void => {
  const explained = details.reduce((sum, { amount }) => sum + amount, 0)
  const variance = totals.native - totals.ours
  if (variance === explained) return
  throw new Problem('INTERNAL', {
    what: `The differences add up to ${amountText(unit, explained)}, the totals differ by ${amountText(unit, variance)}.`,
  })
}
