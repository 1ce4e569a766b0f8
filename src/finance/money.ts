// Money of a report's cells to whole cents and back, in digits only: no float takes part.
import { cleanText, isBlank } from './cells.ts'

/** Which character parts the cents: `1,234.50` or `1.234,50`. */
export type DecimalMark = '.' | ','

const bareNumber = (text: string): { body: string; isNegative: boolean } => {
  // The currency goes first: both `($5.00)` and `$(5.00)` are written.
  let body = cleanText(text)
    .replace(/^tot\s+/i, '')
    .replace(/[A-Za-z]{0,3}\p{Sc}|\b[A-Z]{3}\b/gu, '')
    .replace(/[\s']/g, '')
  const inParentheses = /^\((.*)\)$/.exec(body)
  if (inParentheses?.[1] !== undefined) body = inParentheses[1]
  const minus = /^[-−]|[-−]$/
  return { body: body.replace(minus, ''), isNegative: inParentheses !== null || minus.test(body) }
}

/**
 * The decimal mark a cell tells. A mark parts decimals where one or two digits, or four and more, follow it, where the other mark or
 * no group of three stands before it (`1234.567`, `0.425`); it parts thousands where it comes twice. Undefined where nothing tells,
 * as in `1,234` and `7`.
 */
export const markIn = (text: string): DecimalMark | undefined => {
  const { body } = bareNumber(text)
  if (/\.(\d{1,2}|\d{4,})$|,\d{3}\.\d+$|^(0*|\d{4,})\.\d{3}$|,\d{3},\d{3}/.test(body)) return '.'
  if (/,(\d{1,2}|\d{4,})$|\.\d{3},\d+$|^(0*|\d{4,}),\d{3}$|\.\d{3}\.\d{3}/.test(body)) return ','
  return undefined
}

/**
 * Cents of a cell: `(1,234.50)` is negative, currency signs, "tot " and blanks are taken off, further decimals are
 * rounded half away from zero. Null for an empty cell or "n/a"; undefined for what is no amount.
 */
export const centsOf = (text: string, mark: DecimalMark = '.'): number | null | undefined => {
  if (isBlank(text)) return null
  const { body, isNegative } = bareNumber(text)
  const plain = mark === '.' ? body.replaceAll(',', '') : body.replaceAll('.', '').replace(',', '.')
  const parts = /^(\d*)(?:\.(\d*))?$/.exec(plain)
  if (parts === null || plain === '' || plain === '.') return undefined
  const decimals = (parts[2] ?? '').padEnd(3, '0')
  const roundUp = Number(decimals[2]) >= 5 ? 1 : 0
  const cents = Number(parts[1] === '' ? '0' : parts[1]) * 100 + Number(decimals.slice(0, 2)) + roundUp
  if (!Number.isSafeInteger(cents)) return undefined
  return isNegative && cents !== 0 ? -cents : cents
}

/** Cents as exact decimal text: -1234 is "-12.34". */
export const centsText = (cents: number): string => {
  const digits = String(Math.abs(cents)).padStart(3, '0')
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
