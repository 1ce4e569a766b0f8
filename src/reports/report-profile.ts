// What a native report looks like and which twin it is held against. A report is data: a new one is a new profile, not new code.
import type { DateOrder } from '../finance/dates.ts'

export type Basis = 'accrual' | 'cash'

/** Money is kept in hundredths of the currency's unit, counts as they are. */
export type Unit = 'money' | 'count'

/** How the cells of a column are read. */
export type ColumnKind = 'text' | 'id' | 'money' | 'count' | 'date' | 'time'

export interface ReportColumn {
  readonly field: string
  /** Header texts that name this column, as `headerKey` writes them; the first is the one messages show. */
  readonly headers: readonly string[]
  readonly kind: ColumnKind
  /** The comparison needs it: a file without it is refused by name. */
  readonly required: boolean
  /** Where the value stands when not under a header: the table's caption, the heading of its block, the id in its row's link. */
  readonly from?: 'caption' | 'heading' | 'link'
  /** Where the report writes dates of this column in one order always. */
  readonly dateOrder?: DateOrder
}

/**
 * One part of a row's key: a field of the file and a column of the twin, compared as ids, as names, as minutes of the day or as a day;
 * the column of a day says the order its dates are written in.
 */
export interface KeyPart {
  readonly native: string
  readonly ours: string
  readonly as: 'id' | 'name' | 'minutes' | 'day'
}

/** A fact both sides tell beside their key and amount, such as the location: compared once a pair is made. */
export interface SharedFact {
  readonly native: string
  readonly ours: string
}

export interface ReportTwin {
  /** A mart of schema main. */
  readonly mart: string
  /**
   * How its rows are picked: `each` of the period; `summed` over the period by key; `balance`: movements summed by key up to
   * the last day; `snapshot`: rows of the newest `snapshot_date` up to the last day.
   */
  readonly rows: 'each' | 'summed' | 'balance' | 'snapshot'
  /** One to three parts: the event (a sale, a client), the item, and what tells rows of one item apart (tender, time). */
  readonly key: readonly [KeyPart, KeyPart?, KeyPart?]
  /** The key names one event on whatever day; false where a key may come back on another day. */
  readonly isKeyUnique: boolean
  /** The report names nobody, so that its key is shared: rows alike are no copies, and rows that differ are not one. */
  readonly isKeyShared?: boolean
  /** Field and column whose sums are compared; `rows` counts rows. */
  readonly measure: { readonly native: string; readonly ours: string; readonly unit: Unit }
  readonly date?: { readonly native: string; readonly ours: string }
  /** Column with the wall clock time of the event. */
  readonly at?: string
  readonly client?: SharedFact
  readonly location?: SharedFact
  readonly category?: SharedFact
  /** Columns shown as evidence; never a name or an address of a person. */
  readonly shown: readonly string[]
}

/** What a person chooses when running the report and what changes its figures. */
export interface ReportChoices {
  readonly basis: boolean
  readonly locations: boolean
  readonly returns: boolean
}

export interface ReportProfile {
  /** Kebab-case, as users write it. */
  readonly name: string
  /** The report's title in Mindbody, for messages. */
  readonly title: string
  /** Where it is found in Mindbody. */
  readonly address: string | null
  /** True where the header row was observed in the wild; else the user may have to map it once (`reconcile profile`). */
  readonly isConfirmed: boolean
  readonly columns: readonly ReportColumn[]
  /** Fields of which a row must fill one to be a record: titles, subtotals and totals fill none. */
  readonly identity: readonly string[]
  readonly choices: ReportChoices
  /** Row counts at which Mindbody is known to cut the export off. */
  readonly caps: readonly number[]
  readonly twin: ReportTwin
}
