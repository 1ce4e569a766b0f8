// Comma, semicolon or tab separated exports to rows of cells.
import { parse } from 'csv-parse/sync'
import { Problem } from '../core/errors.ts'

/** Bytes to text: UTF-8 or UTF-16 by its mark, else UTF-8, else the Windows code page that older exports use. */
const decode = (bytes: Uint8Array): string => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** The separator of the richest of the first lines. */
const delimiterOf = (text: string, lines: number): string => {
  const head = text.split(/\r?\n/, lines)
  const widthOf = (mark: string): number => Math.max(...head.map((line) => line.split(mark).length))
  return [',', ';', '\t'].reduce((best, mark) => (widthOf(mark) > widthOf(best) ? mark : best))
}

/**
 * Rows of text cells, ragged and blank as they are in the file: a row keeps the number a spreadsheet shows.
 * @param headLines how many lines may tell the separator: above the header of an export a title may stand
 */
export const readCsv = (bytes: Uint8Array, headLines = 20): readonly (readonly string[])[] => {
  const text = decode(bytes)
  try {
    return parse(text, {
      bom: true,
      delimiter: delimiterOf(text, headLines),
      relax_column_count: true,
      // Item names carry stray quotes ("6\" block") that some exports do not double.
      relax_quotes: true,
    })
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
  delimiterOf(decode(bytes), headLines)
