// The three CSV forms of a journal: QuickBooks Online's import, Xero's manual journals, and a plain one for everything else.
import { stringify } from 'csv-stringify/sync'
import { amountText, dayText, safeText, usualOrder } from './journal-export-text.ts'
import type { DateOrder } from './journal-export-text.ts'
import type { Basis, ExportLine } from './journal-export-lines.ts'

export interface CsvOptions {
  readonly basis: Basis
  /** Order of day and month; by the currency when left out. */
  readonly dateOrder?: DateOrder | undefined
  /** Xero's name of "no tax", for lines whose rule has no tax code; by the currency when left out. */
  readonly taxRate?: string | undefined
}

export interface CsvForm {
  readonly header: readonly string[]
  /** Lines one file of an import may have; a journal is never parted. */
  readonly maxLines: number
  readonly row: (line: ExportLine, options: CsvOptions) => readonly string[]
}

const isZero = (decimal: string): boolean => /^0(\.0*)?$/.test(decimal)

/** A side's amount, or nothing on the other side: importers take a zero for an amount. */
const sideText = (decimal: string, currency: string): string =>
  isZero(decimal) ? '' : amountText(decimal, currency)

/** Dates as the company file reads them; account names, not numbers, and no tax: it is a line of its own. */
const qbo: CsvForm = {
  header: [
    'JournalNo',
    'JournalDate',
    'AccountName',
    'Debits',
    'Credits',
    'Description',
    'Name',
    'Currency',
    'Location',
    'Class',
  ],
  maxLines: 1_000,
  row: (line, { dateOrder }) => [
    line.journal,
    dayText(line.day, dateOrder ?? usualOrder(line.currency)),
    safeText(line.account_name),
    sideText(line.debit, line.currency),
    sideText(line.credit, line.currency),
    safeText(line.description),
    '',
    line.currency,
    safeText(line.location),
    safeText(line.department),
  ],
}

/** What Xero calls a line without tax, as its organisations of that country are set up. */
const noTax: Readonly<Record<string, string>> = { AUD: 'BAS Excluded', GBP: 'No VAT', NZD: 'No GST' }

/** One journal is what has the same narration and date. A debit is positive, a credit negative. */
const xero: CsvForm = {
  header: [
    '*Narration',
    '*Date',
    'Description',
    '*AccountCode',
    '*TaxRate',
    '*Amount',
    'TrackingName1',
    'TrackingOption1',
    'TrackingName2',
    'TrackingOption2',
  ],
  maxLines: 300,
  row: (line, { basis, dateOrder, taxRate }) => [
    `Mindbody ${basis === 'earned' ? 'earned' : 'cash'} ${line.day} (${line.journal})`,
    dayText(line.day, dateOrder ?? usualOrder(line.currency)),
    safeText(line.description),
    safeText(line.account_code),
    safeText(line.tax_code ?? taxRate ?? noTax[line.currency] ?? 'Tax Exempt'),
    isZero(line.debit) ? `-${amountText(line.credit, line.currency)}` : amountText(line.debit, line.currency),
    line.location === '' ? '' : 'Location',
    safeText(line.location),
    line.department === null ? '' : 'Department',
    safeText(line.department),
  ],
}

const generic: CsvForm = {
  header: [
    'journal',
    'date',
    'location_id',
    'location',
    'account_code',
    'account_name',
    'debit',
    'credit',
    'currency',
    'description',
    'department',
    'tax_code',
    'rule_id',
    'is_adjustment',
  ],
  maxLines: Number.POSITIVE_INFINITY,
  row: (line) => [
    line.journal,
    line.day,
    String(line.location_id),
    safeText(line.location),
    safeText(line.account_code),
    safeText(line.account_name),
    amountText(line.debit, line.currency),
    amountText(line.credit, line.currency),
    line.currency,
    safeText(line.description),
    safeText(line.department),
    safeText(line.tax_code),
    safeText(line.rule_id),
    String(line.is_adjustment),
  ],
}

export const csvForms = { qbo, xero, generic } as const satisfies Readonly<Record<string, CsvForm>>

/** Parts lines at the borders of journals, so that no part has more than `most` lines unless one journal alone has. */
export const partsOf = (lines: readonly ExportLine[], most: number): readonly (readonly ExportLine[])[] => {
  const parts: ExportLine[][] = []
  let part: ExportLine[] = []
  for (let from = 0; from < lines.length;) {
    let to = from + 1
    while (to < lines.length && lines[to]?.journal === lines[from]?.journal) to += 1
    if (part.length === 0 || part.length + to - from > most) parts.push((part = []))
    for (const line of lines.slice(from, to)) part.push(line)
    from = to
  }
  return parts
}

/** A file's text; lines end as both ledgers' own templates end them. */
export const csvText = (form: CsvForm, lines: readonly ExportLine[], options: CsvOptions): string =>
  stringify([form.header, ...lines.map((line) => form.row(line, options))], { record_delimiter: 'windows' })
