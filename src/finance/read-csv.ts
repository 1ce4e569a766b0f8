// Comma, semicolon or tab separated exports to rows of cells.
import { parse } from 'csv-parse/sync'
import { Problem } from '../core/errors.ts'
import { decodeText } from './text-encoding.ts'

/** The separator of the richest of the first lines; what stands in quotes is text. */
export const delimiterOf = (text: string, lines = 20): string => {
  const head = text.split(/\r?\n|\r/, lines).map((line) => line.replace(/"[^"]*"/g, ''))
  const widthOf = (mark: string): number => Math.max(...head.map((line) => line.split(mark).length))
  return [',', ';', '\t'].reduce((best, mark) => (widthOf(mark) > widthOf(best) ? mark : best))
}

/** How exports are taken apart beside their separator: ragged rows stay, blank ones too. */
export const csvTaste = {
  bom: true,
  relax_column_count: true,
  // Item names carry stray quotes ("6\" block") that some exports do not double.
  relax_quotes: true,
} as const

/**
 * Rows of text cells, ragged and blank as they are in the file: a row keeps the number a spreadsheet shows.
 * @param headLines how many lines may tell the separator: above the header of an export a title may stand
 */
export const readCsv = (bytes: Uint8Array, headLines = 20): readonly (readonly string[])[] => {
  const text = decodeText(bytes)
  try {
    return parse(text, { ...csvTaste, delimiter: delimiterOf(text, headLines) })
  } catch (error) {
    throw new Problem(
      'REPORT_PROFILE',
      { what: 'The file is no readable CSV.', why: error instanceof Error ? error.message : String(error) },
      { cause: error },
    )
  }
}

/** The separator that `readCsv` takes the cells apart at. */
export const separatorOf = (bytes: Uint8Array, headLines = 20): string =>
  delimiterOf(decodeText(bytes), headLines)
