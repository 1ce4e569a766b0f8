// What a reconciliation finds, as values: in the names that `--json`, the page, the JSON lines and the workbook use.
import type { ControlTotal } from '../reports/control-total.ts'
import type { SettingSource } from '../reports/told.ts'
import type { Cause } from './causes.ts'
import type { Unit } from '../reports/report-profile.ts'

export interface Setting {
  readonly name: 'basis' | 'locations' | 'returns' | 'dates' | 'exported_at' | 'site' | 'date_order'
  readonly value: string
  readonly source: SettingSource
}

/** Amounts in all of these are exact text: money with two decimals, counts without. */
export interface Difference {
  readonly cause: Cause
  readonly count: number
  /** Native less ours. */
  readonly amount: string
}

/** Both sides by day, location, category or tender. */
export interface Breakdown {
  readonly by: 'day' | 'location' | 'category' | 'tender' | 'item'
  readonly key: string
  readonly native: string
  readonly ours: string
  readonly variance: string
}

/** A name of the file that the marts do not know. */
export interface Unmapped {
  readonly kind: 'location' | 'category' | 'tender' | 'item' | 'client'
  readonly name: string
  readonly rows: number
  readonly amount: string
}

export type Verdict = 'equal' | 'explained' | 'differences'

/** One differing row, or one finding about the whole file, with what speaks for its cause. */
export interface Detail {
  readonly cause: Cause
  /** Native less ours: hundredths of money, or a count. */
  readonly amount: number
  /** The rule that held and what a person can check it by, with local and UTC times where time matters. */
  readonly evidence: string
  /** The pass that paired the two sides; null for a row alone. */
  readonly pass: string | null
  /** The file's row: `row` (counted as a spreadsheet does) and its cells under the file's own headers. */
  readonly native: Readonly<Record<string, string | number | null>> | null
  readonly ours: Readonly<Record<string, unknown>> | null
}

export interface Findings {
  readonly report: string
  readonly title: string
  readonly site_id: number
  readonly from: string
  readonly to: string
  readonly settings: readonly Setting[]
  readonly unit: Unit
  readonly currency: string | null
  readonly exported_at: string | null
  readonly reconciled_at: string
  readonly file: string
  readonly file_sha256: string
  /** `confirmed` headers were observed; `mapped` ones a user told. */
  readonly profile: 'confirmed' | 'unconfirmed' | 'mapped'
  readonly native_total: string
  readonly our_total: string
  readonly variance: string
  readonly explained_percent: number
  readonly differences: readonly Difference[]
  readonly verdict: Verdict
  readonly tolerance: { readonly line: string; readonly total: string; readonly is_within: boolean }
  readonly rows: {
    readonly native: number
    readonly ours: number
    readonly matched: number
    readonly passes: readonly { readonly pass: string; readonly pairs: number }[]
  }
  readonly control_totals: readonly ControlTotal[]
}

/** Findings with their evidence. */
export interface Reconciled extends Findings {
  readonly details: readonly Detail[]
  readonly breakdowns: readonly Breakdown[]
  readonly unmapped: readonly Unmapped[]
}

/** Where its files were written. */
export interface Written {
  readonly html: string
  readonly jsonl: string
  readonly workbook: string
}
