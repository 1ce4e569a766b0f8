// A totals row of a report: what it prints per column, and how many records it says there are.
import { cleanText } from '../finance/cells.ts'
import type { Amount, AmountColumn } from './amounts.ts'
import { readAmount } from './amounts.ts'
import type { TotalsRow } from './printed-totals.ts'
import type { FileRow } from './file-rows.ts'
import type { Levels } from './running-sums.ts'
import type { WalkedRow } from './walk-report.ts'
import { labelOf } from './walk-report.ts'

const wholeOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Number(text.replaceAll(',', ''))

/** "Paid: 120 Comps: 4" in the last row of attendance reports: together all visits. "Total clients: 12" counts clients. */
const recordsIn = (row: FileRow): number | undefined => {
  const text = row.cells.map(cleanText).join(' ')
  const paid = wholeOf(/\bpaid:\s*([\d,]+)/i.exec(text)?.[1])
  const comps = wholeOf(/\bcomps:\s*([\d,]+)/i.exec(text)?.[1])
  if (paid !== undefined && comps !== undefined) return paid + comps
  return wholeOf(/\btotal (?:clients|members|visits|rows|records)\s*:\s*([\d,]+)/i.exec(text)?.[1])
}

const isAmount = ({ point }: Amount): boolean => typeof point === 'number'

/**
 * The amount of a totals row that is no part of the table it sums up, and so has columns of its own: "Downtown (12 Services) Total:
 * tot 300.00" is the only amount there, and the measure's. So is that of "Grand Total: $300.00" below the tables of a page.
 */
const loneAmount = (row: FileRow): Amount | undefined => {
  const inLabel = /\btotals?:?\s+(\S*\d\S*)$/i.exec(labelOf(row))?.[1]
  // Without decimals it may be a count.
  if (inLabel !== undefined && readAmount(inLabel).tells !== undefined) return readAmount(inLabel)
  const amounts = row.cells
    .filter((text) => !/[a-z]{4}/i.test(text))
    .map(readAmount)
    .filter(isAmount)
  return amounts.length === 1 ? amounts[0] : undefined
}

/** @param levels the sums as they stand at this row */
export const readTotals = (
  { row, header }: WalkedRow,
  numbers: readonly AmountColumn[],
  measure: string,
  levels: Levels,
): TotalsRow => {
  const isNarrow = row.cells.length < Math.max(...header.columns.values())
  const lone = isNarrow || row.cells.some((text) => /^\s*tot\s/i.test(text)) ? loneAmount(row) : undefined
  const amounts = numbers.map(({ column }) => {
    if (lone !== undefined) return column.field === measure ? lone : undefined
    const index = header.columns.get(column.field)
    const amount = index === undefined ? undefined : readAmount(row.cells[index] ?? '')
    return amount !== undefined && (isAmount(amount) || typeof amount.comma === 'number') ? amount : undefined
  })
  return { rowNumber: row.rowNumber, label: labelOf(row), amounts, records: recordsIn(row), levels }
}
