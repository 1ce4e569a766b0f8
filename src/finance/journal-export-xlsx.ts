// The workbook of a journal: its lines as numbers, a trial balance that recalculates from them, and what it was made of.
import writeXlsxFile from 'write-excel-file/node'
import type { Cell, Row } from 'write-excel-file/node'
import { Problem } from '../core/errors.ts'
import type { ExportLine } from './journal-export-lines.ts'
import { shownDigits } from './journal-export-text.ts'

/** Rows of a sheet, the header among them. */
const sheetRows = 1_048_576

/** As many decimals as the currency has, and more where an amount has more. */
const moneyFormat = (currency: string): string => {
  const digits = shownDigits(currency)
  return digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(digits)}${'#'.repeat(4 - digits)}`
}

const bold = (text: string): Cell => ({ value: text, type: String, fontWeight: 'bold' })

/** Always text: a cell that begins with `=` is a text that begins so. */
const text = (value: string | null): Cell => ({ value: value ?? '', type: String })

const amount = (decimal: string, format: string): Cell => ({ value: Number(decimal), type: Number, format })

const journalHeader = [
  'Journal',
  'Date',
  'Location',
  'Account',
  'Account name',
  'Debit',
  'Credit',
  'Currency',
  'Description',
  'Department',
  'Tax code',
  'Rule',
  'Adjustment',
]

/** Of debit and credit one is always 0, and stays unseen. */
const sideFormat = (format: string): string => `${format};-${format};`

const journalRow = (line: ExportLine, format: string): Row => [
  text(line.journal),
  { value: new Date(`${line.day}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' },
  text(line.location),
  text(line.account_code),
  text(line.account_name),
  amount(line.debit, sideFormat(format)),
  amount(line.credit, sideFormat(format)),
  text(line.currency),
  text(line.description),
  text(line.department),
  text(line.tax_code),
  text(line.rule_id),
  text(line.is_adjustment ? 'yes' : ''),
]

/**
 * Sums by account as formulas over the sheet Journal, and a check that must be zero. Codes are compared as texts: SUMIFS would take
 * 0400 for 400, and a star in a code for anything.
 */
const trialRows = (lines: readonly ExportLine[], format: string): Row[] => {
  const formula = (value: string): Cell => ({ value, type: 'Formula', format })
  const accounts = new Map(lines.map((line) => [line.account_code, line.account_name]))
  const codes = [...accounts.keys()].sort()
  const last = lines.length + 1
  const sumOf = (column: string, row: number): Cell =>
    formula(`=SUMPRODUCT((Journal!$D$2:$D$${last}=$A${row})*Journal!$${column}$2:$${column}$${last})`)
  const end = codes.length + 1
  return [
    ['Account', 'Account name', 'Debit', 'Credit', 'Balance'].map(bold),
    ...codes.map((code, index): Row => {
      const row = index + 2
      return [
        text(code),
        text(accounts.get(code) ?? ''),
        sumOf('F', row),
        sumOf('G', row),
        formula(`=ROUND(C${row}-D${row},4)`),
      ]
    }),
    [
      bold('Total'),
      null,
      formula(`=SUM(C2:C${end})`),
      formula(`=SUM(D2:D${end})`),
      formula(`=ROUND(C${end + 1}-D${end + 1},4)`),
    ],
    [
      bold('Check'),
      text('debits less credits of the sheet Journal: must be 0'),
      null,
      null,
      formula(`=ROUND(SUM(Journal!$F$2:$F$${last})-SUM(Journal!$G$2:$G$${last}),4)`),
    ],
  ]
}

/**
 * The workbook of one file's lines.
 * @param about what the sheet About tells, row by row
 * @throws Problem USAGE when a sheet cannot hold the lines.
 */
export const journalWorkbook = async (
  lines: readonly ExportLine[],
  about: readonly (readonly [string, string])[],
): Promise<Uint8Array> => {
  if (lines.length >= sheetRows) {
    throw new Problem('USAGE', {
      what: `A sheet holds ${sheetRows} rows, and the journal has ${lines.length} lines.`,
      remedy: 'Export --by day, or as --format generic.',
    })
  }
  const format = moneyFormat(lines[0]?.currency ?? '')
  const widths = (...all: readonly number[]): { width: number }[] => all.map((width) => ({ width }))
  return writeXlsxFile([
    {
      sheet: 'Journal',
      stickyRowsCount: 1,
      columns: widths(22, 12, 20, 12, 26, 14, 14, 9, 44, 14, 18, 18, 11),
      data: [journalHeader.map(bold), ...lines.map((line) => journalRow(line, format))],
    },
    {
      sheet: 'Trial',
      stickyRowsCount: 1,
      columns: widths(12, 46, 16, 16, 16),
      data: trialRows(lines, format),
    },
    {
      sheet: 'About',
      columns: widths(16, 80),
      data: about.map(([name, value]) => [bold(name), text(value)]),
    },
  ]).toBuffer()
}
