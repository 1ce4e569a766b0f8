// Differences of a comparison summed by cause, with the identity that holds to the cent.
import { Problem } from '../core/errors.ts'
import type { Cause } from './classify.ts'
import { causes } from './classify.ts'
import { centsText } from '../finance/money.ts'

export interface Difference {
  readonly cause: Cause
  /** Rows of the detail with this cause. */
  readonly count: number
  /** Native less ours, as decimal text. */
  readonly amount: string
}

/** One differing row, or the file's totals row, with what speaks for its cause. */
export interface Detail {
  readonly cause: Cause
  readonly amountCents: number
  readonly evidence: string
  /** The file's row by the profile's fields; null when it has none. */
  readonly native: Readonly<Record<string, string | number | null>> | null
  /** Our row with its ids; null when we have none. */
  readonly ours: Readonly<Record<string, unknown>> | null
}

export type Verdict = 'equal' | 'explained' | 'differences'

/** Detail summed by cause, in the order of the rules; causes that do not occur are left out. */
export const sumByCause = (details: readonly Detail[]): readonly Difference[] =>
  causes
    .map((cause) => ({ cause, rows: details.filter((detail) => detail.cause === cause) }))
    .filter(({ rows }) => rows.length > 0)
    .map(({ cause, rows }) => ({
      cause,
      count: rows.length,
      amount: centsText(rows.reduce((sum, { amountCents }) => sum + amountCents, 0)),
    }))

/** Causes that leave the question open: a person must look before the rest can be believed. */
const isOpen = (cause: Cause): boolean => cause === 'unexplained' || cause === 'parse_control_total'

/** Share of the differing money with a named cause, in percent; by rows where no money differs. */
export const explainedPercent = (details: readonly Detail[]): number => {
  const sizeOf = (rows: readonly Detail[]): number =>
    rows.reduce((sum, { amountCents }) => sum + Math.abs(amountCents), 0)
  const named = details.filter(({ cause }) => !isOpen(cause))
  if (details.length === 0) return 100
  const whole = sizeOf(details)
  const share = whole === 0 ? named.length / details.length : sizeOf(named) / whole
  return Math.floor(share * 10_000) / 100
}

export const verdictOf = (details: readonly Detail[]): Verdict => {
  if (details.length === 0) return 'equal'
  return details.some(({ cause }) => isOpen(cause)) ? 'differences' : 'explained'
}

/**
 * Native total less our total is the sum of the differences: the promise that lets finance trust the classes.
 * @throws Problem INTERNAL when it does not hold.
 */
export const assertIdentity = (nativeCents: number, ourCents: number, details: readonly Detail[]): void => {
  const explained = details.reduce((sum, { amountCents }) => sum + amountCents, 0)
  if (nativeCents - ourCents === explained) return
  throw new Problem('INTERNAL', {
    what: `The differences add up to ${centsText(explained)}, the totals differ by ${centsText(nativeCents - ourCents)}.`,
  })
}
