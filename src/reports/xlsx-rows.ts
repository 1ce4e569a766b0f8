// Rows of an Excel workbook's first sheet.
import { readSheet } from 'read-excel-file/node'
import { Problem } from '../core/errors.ts'
import type { FileRow } from './file-rows.ts'

const cellText = (cell: unknown): string => {
  if (cell === null || cell === undefined) return ''
  // Cells with a date format come as an instant whose UTC reading is what Excel shows; a third of a day's minutes have no
  // exact fraction, so 8:45 may come as a millisecond before it.
  if (cell instanceof Date)
    return new Date(Math.round(cell.getTime() / 1_000) * 1_000).toISOString().slice(0, 19)
  return String(cell)
}

/**
 * A workbook's numeral as Excel shows it. Excel keeps doubles and shows fifteen digits of them: 6.425 is stored as
 * 6.4249999999999998, which would round to another cent.
 */
const shownNumeral = (numeral: string): string => {
  if (/e/i.test(numeral))
    return Number(numeral)
      .toFixed(10)
      .replace(/\.?0+$/, '')
  return numeral.replace(/\D/g, '').length > 15 ? String(Number(Number(numeral).toPrecision(15))) : numeral
}

/**
 * All rows; blank ones stay, so that a row has the number Excel shows. A workbook is an archive and is held whole: exports are
 * cut at 80,000 rows.
 * @throws Problem REPORT_PROFILE for bytes that are no workbook.
 */
export const xlsxRows = async (bytes: Uint8Array): Promise<readonly FileRow[]> => {
  try {
    const rows = await readSheet(Buffer.from(bytes), { parseNumber: shownNumeral })
    return rows.map((row, index) => ({ rowNumber: index + 1, cells: row.map(cellText) }))
  } catch (error) {
    throw new Problem(
      'REPORT_PROFILE',
      {
        what: 'The file is no readable Excel workbook.',
        why: error instanceof Error ? error.message : String(error),
        remedy: 'Export the report again; do not pack, encrypt or rename the file.',
      },
      { cause: error },
    )
  }
}
