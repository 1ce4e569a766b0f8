// What a rule is: one cause, and the words that tell why it holds for a mismatch.
import type { LocalDate } from '../core/time.ts'
import { centsText } from '../finance/money.ts'
import type { Mismatch } from './mismatch.ts'
import type { Basis, ReportTwin, Unit } from '../reports/report-profile.ts'

/** What is known of the comparison as a whole. */
export interface RuleContext {
  /** The site's IANA zone. */
  readonly zone: string
  readonly from: LocalDate
  readonly to: LocalDate
  readonly basis: Basis | null
  readonly exportedAtUtc: Date | undefined
  /** The file's row count, where it is one at which exports are cut off. */
  readonly cappedAt: number | undefined
  readonly twin: ReportTwin
  /** The report shows returns as rows of their own. */
  readonly knowsReturns: boolean
  /** The file has no rows, so that nothing in it shows how the report was run. */
  readonly isFileEmpty: boolean
}

/** Why the cause holds, for the person who looks; undefined where it does not. */
export type Rule = (mismatch: Mismatch, context: RuleContext) => string | undefined

export const isOursAlone = ({ row_no: rowNo }: Mismatch): boolean => rowNo === null
export const isNativeAlone = ({ our_nos: nos }: Mismatch): boolean => nos.length === 0
/** Two rows held for the same one. A row that the settings leave out is not compared, nor is one that is the sum of several. */
export const isPair = ({ pass }: Mismatch): boolean =>
  pass !== null && pass !== 'not_counted' && pass !== 'sum'

/**
 * A pair, or a sum by name (a category, a tender) that the file lacks: all of it may stem from rows of one kind. The sum of a single
 * purchase may too, and that tells nothing.
 */
export const isHeld = (mismatch: Mismatch, { twin }: Pick<RuleContext, 'twin'>): boolean =>
  isPair(mismatch) || (isOursAlone(mismatch) && twin.rows === 'summed' && twin.key[0].as === 'name')

/** True for a row that the basis leaves out, wherever it was sold. */
export const isOffBasis = ({ in_accrual: accrual, in_cash: cash }: Mismatch, basis: Basis | null): boolean =>
  (basis === 'accrual' && accrual === false) || (basis === 'cash' && cash === false)

/** An amount as evidence writes it. */
export const amountText = (unit: Unit, amount: number): string =>
  unit === 'money' ? centsText(amount) : String(amount)

/** True where a part is just what the sides differ by, in either direction. */
export const isPart = (gap: number, part: number | null): part is number =>
  part !== null && part !== 0 && Math.abs(gap) === Math.abs(part)

/** The first that holds. */
export const firstOf = (...found: readonly (string | undefined)[]): string | undefined =>
  found.find((evidence) => evidence !== undefined)
