// Comma, semicolon or tab separated exports to rows of cells.
import { parse } from 'csv-parse/sync'
import { Problem } from '../core/errors.ts'
import { decodeText } from './text-encoding.ts'

/**
 * The separator of the first lines: the mark that cuts most of them into the same number of cells, counted by cells, since a
 * mark inside texts and amounts cuts each line differently. What stands in quotes is text.
 */
export const delimiterOf = (text: string, lines = 20): string => {
  const head = text.split(/\r?\n|\r/, lines).map((line) => line.replace(/"[^"]*"/g, ''))
  const cutsAlike = (mark: string): number => {
    const cuts = head.map((line) => line.split(mark).length - 1)
    return Math.max(...cuts.map((own) => own * cuts.filter((other) => other === own).length))
  }
  return [',', ';', '\t'].reduce((best, mark) => (cutsAlike(mark) > cutsAlike(best) ? mark : best))
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
