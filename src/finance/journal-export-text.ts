// Texts of an exported journal: exact amounts, dates as a ledger expects them, journal numbers, and cells that are no formulas.
import { sha256Of } from '../lakehouse/durable.ts'

export type DateOrder = 'mdy' | 'dmy'

/** Fraction digits of a currency; two where its text is no code, which would be an error to Intl. */
export const shownDigits = (currency: string): number => {
  if (!/^[A-Z]{3}$/i.test(currency)) return 2
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  )
}

/** `12.3400` as `12.34`, and as `12` in a currency without cents; more digits where an amount has more: nothing is rounded. */
export const amountText = (decimal: string, currency: string): string => {
  const [whole = '0', fraction = ''] = decimal.split('.')
  const digits = fraction.replace(/0+$/, '').padEnd(shownDigits(currency), '0')
  return digits === '' ? whole : `${whole}.${digits}`
}

/** One line of text that a spreadsheet takes as text: a leading `=`, `+`, `-` or `@` would make it a formula. */
export const safeText = (text: string | null): string => {
  const line = (text ?? '').replace(/\s+/g, ' ').trim()
  return /^[=+\-@]/.test(line) ? `'${line}` : line
}

/** A day in the order the ledger's country writes it: 05/31/2026 or 31/05/2026. */
export const dayText = (day: string, order: DateOrder): string => {
  const [year = '', month = '', date = ''] = day.split('-')
  return order === 'mdy' ? `${month}/${date}/${year}` : `${date}/${month}/${year}`
}

/** American dollars are mostly booked where months go first. */
export const usualOrder = (currency: string): DateOrder => (currency === 'USD' ? 'mdy' : 'dmy')

/** QuickBooks' own bound on the number of a journal. */
const numberLength = 21

/** A number that tells where a journal comes from, or where that is too long one made of its hash. */
export const journalNumber = (basis: string, parts: readonly (string | number)[]): string => {
  const letter = basis.slice(0, 1).toUpperCase()
  const number = `${letter}${parts.join('-')}`
  return number.length <= numberLength
    ? number
    : `${letter}${sha256Of(number).slice(0, numberLength - letter.length)}`
}
