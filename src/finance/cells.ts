// Text of a native report's cells: invisible characters out, ids as finance writes them.

/** Excel writes characters that XML cannot carry as `_x0008_`. */
const excelEscape = /_x([0-9A-Fa-f]{4})_/g

/** Trims, takes Excel's escapes and control characters out, and makes every run of blanks one space. */
export const cleanText = (text: string): string =>
  text
    .replace(excelEscape, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    // An escape may be half a character, which no database takes.
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}]/gu, (character) => (/\s/.test(character) ? ' ' : ''))
    .replace(/\s+/g, ' ')
    .trim()

/** What keeps a spreadsheet from taking an id for a number: `="0012"` and `'0012`. */
const textGuard = /^="(.*)"$|^'(.*)$/

/**
 * A client's or sale's number as text. Reports print "1,288" beside nine-digit barcodes and ids such as "AB123456": the
 * commas go only when all the rest are digits, and so does the ".0" of a table that was saved as one of numbers.
 */
export const normaliseId = (text: string): string => {
  const cleaned = cleanText(text).replace(textGuard, '$1$2').trim()
  if (/^\d{1,3}(,\d{3})+$/.test(cleaned)) return cleaned.replaceAll(',', '')
  return /^\d+\.0+$/.test(cleaned) ? cleaned.replace(/\.0+$/, '') : cleaned
}

/** A long number that a spreadsheet saved as `1.23457E+11`: its last digits are lost. */
export const isCutId = (id: string): boolean => /^\d(?:[.,]\d+)?E\+\d+$/i.test(id)

/** Names compare without regard to letter case and blanks: both vary between a report and the API. */
export const nameKey = (text: string): string => cleanText(text).toLowerCase()

/** "No value" as the reports write it. */
export const isBlank = (text: string): boolean => /^(n\/a|-|–|—)?$/i.test(cleanText(text))
