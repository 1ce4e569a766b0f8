// What is known of how a report was run before anything is compared: told by the file, by flags, or by a person.
import type { DateOrder } from '../finance/dates.ts'
import type { LocalDate } from '../core/time.ts'
import type { Setting } from './outcome.ts'
import type { SettingSource } from '../reports/told.ts'
import type { Basis } from '../reports/report-profile.ts'

/** A setting and who told it. */
export interface Told<T> {
  readonly value: T
  readonly source: Extract<SettingSource, 'file' | 'flag' | 'asked'>
}

export type Returns = 'include' | 'exclude'

/** What the person who starts a reconciliation says; everything else is read from the file, found, or asked. */
export interface Given {
  /** Who named the site; absent = a flag. */
  readonly siteSource?: 'flag' | 'asked' | 'found'
  readonly from?: Told<LocalDate>
  readonly to?: Told<LocalDate>
  readonly basis?: Told<Basis>
  /** Names (or ids) of locations as the report was filtered by; absent = all. */
  readonly locations?: Told<readonly string[]>
  readonly returns?: Told<Returns>
  /** Wall clock of the site, or UTC where it ends in Z. */
  readonly exportedAt?: Told<string>
  readonly dateOrder?: Told<DateOrder>
}

/** Asks a person; absent where nobody is there. */
export type Ask = (question: string) => Promise<string>

/** Settings under which a file is compared. */
export interface Settled {
  readonly from: LocalDate
  readonly to: LocalDate
  /** Undefined where nobody told: both are tried (`basisFrom` asks in the end). Undefined too where the report has none. */
  readonly basis: Told<Basis> | undefined
  /** Undefined: all of them. */
  readonly locations: Told<readonly string[]> | undefined
  readonly returns: Returns
  /** True where somebody told that returns are in or out. */
  readonly areReturnsTold: boolean
  readonly exportedAtUtc: Date | undefined
  /** Each setting that is settled, with its source, for the outcome; `basis` only where it was told. */
  readonly settings: readonly Setting[]
}
