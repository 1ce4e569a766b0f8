// Text of a native report's cells: invisible characters out, ids as finance writes them.

/** Excel writes characters that XML cannot carry as `_x0008_`. */
const excelEscape = /_x([0-9A-Fa-f]{4})_/g

/** Trims, takes Excel's escapes and control characters out, and makes every run of blanks one space. */
export const cleanText = (text: string): string =>
  text
    .replace(excelEscape, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/[\p{Cc}\p{Cf}]/gu, (character) => (/\s/.test(character) ? ' ' : ''))
    .replace(/\s+/g, ' ')
    .trim()

/**
 * A client's or sale's number as text. Reports print "1,288" beside nine-digit barcodes and ids such as "AB123456": the
 * commas go only when all the rest are digits.
 */
export const normaliseId = (text: string): string => {
  const cleaned = cleanText(text)
  return /^\d{1,3}(,\d{3})+$/.test(cleaned) ? cleaned.replaceAll(',', '') : cleaned
}

/** Names compare without regard to letter case and blanks: both vary between a report and the API. */
export const nameKey = (text: string): string => cleanText(text).toLowerCase()

/** "No value" as the reports write it. */
export const isBlank = (text: string): boolean => /^(n\/a|-|–|—)?$/i.test(cleanText(text))
