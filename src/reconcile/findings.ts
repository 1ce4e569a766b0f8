// What a reconciliation leaves behind: its result as values, in the names that `--json` and the report files use.
import type { ControlTotal } from './control-totals.ts'
import type { Detail, Difference, Verdict } from './differences.ts'
import type { Matching } from './match.ts'
import type { ReportName } from './profile.ts'

/** Amounts are exact decimal text; `variance` is native less ours. */
export interface Findings {
  readonly report: ReportName
  readonly site_id: number
  readonly from: string
  readonly to: string
  readonly basis: 'accrual'
  readonly currency: string | null
  readonly exported_at: string | null
  readonly reconciled_at: string
  readonly file: string
  readonly file_sha256: string
  readonly native_total: string
  readonly our_total: string
  readonly variance: string
  readonly explained_percent: number
  readonly differences: readonly Difference[]
  readonly verdict: Verdict
  readonly rows: {
    readonly native: number
    readonly ours: number
    readonly matched: number
    /** Rows whose amounts were not compared, because the report itself keeps rewriting them or one side has none. */
    readonly not_compared: number
  }
  readonly control_total: Pick<ControlTotal, 'state' | 'evidence'>
}

/** Findings with their evidence and the files they were written to. */
export interface Reconciliation extends Findings {
  readonly details: readonly Detail[]
  readonly html: string
  readonly jsonl: string
}

export const rowsOf = (found: Matching): Findings['rows'] => ({
  native: found.nativeRows,
  ours: found.ourRows,
  matched: found.matchedRows,
  not_compared: found.uncomparedRows,
})
