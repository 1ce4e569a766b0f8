// Long numerals in a page: more digits than a double holds. Found in the bytes, since DuckDB rounds them before SQL can see them.
import { isLongNumeral } from '../core/json.ts'

export interface LongNumeral {
  /** Place of the row in the page, from 1. */
  readonly row: number
  /** Field of the row, with the way to it where it is nested: `PurchasedItems.UnitPrice`. */
  readonly field: string
  /** As received. */
  readonly text: string
}

/** A numeral of more than 15 significant digits is at least so many digits and dots in a row. */
const shortestRun = 16

const isNumeric = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte >= 0x30 && byte <= 0x39) || byte === 0x2e)

/**
 * Long numerals among the rows of a page (`rowsPath` as on the stream's card), by their place. Costs next to nothing while
 * there are none: every run of 16 covers a 16th byte, so only those are looked at.
 */
export const findLongNumerals = (text: Buffer, rowsPath: string): readonly LongNumeral[] => {
  for (let at = shortestRun - 1; at < text.length; at += shortestRun) {
    if (!isNumeric(text[at])) continue
    let first = at
    let end = at + 1
    while (isNumeric(text[first - 1])) first -= 1
    while (isNumeric(text[end])) end += 1
    // Digits between quotes are text: card numbers, barcodes.
    const isText = text[first - 1] === 0x22
    if (!isText && end - first >= shortestRun && mayBeLong(text.toString('latin1', first, end + 1))) {
      return listLongNumerals(text.toString('utf8'), rowsPath)
    }
  }
  return []
}

/** The run with the byte after it: an exponent makes a decimal of what would else be an id. */
const mayBeLong = (run: string): boolean => isLongNumeral(/[eE]$/.test(run) ? `${run}0` : run.slice(0, -1))

const token = /"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}[\]]|-?\d[\d.eE+-]*/g

/** Walks the whole text; strings are stepped over, the names on the way to a numeral are kept. */
const listLongNumerals = (text: string, rowsPath: string): readonly LongNumeral[] => {
  const found: LongNumeral[] = []
  // One entry per open object (the member being read) and list (none).
  const names: string[] = []
  const path = (): string => names.filter((name) => name !== '').join('.')
  let row = 0
  for (const [part] of text.matchAll(token)) {
    if (part === '{' || part === '[') {
      if (part === '{' && path() === rowsPath) row += 1
      names.push('')
    } else if (part === '}' || part === ']') {
      names.pop()
    } else if (part.endsWith(':')) {
      names[names.length - 1] = JSON.parse(part.slice(0, -1)) as string
    } else if (!part.startsWith('"') && isLongNumeral(part)) {
      const place = path()
      if (place.startsWith(`${rowsPath}.`))
        found.push({ row, field: place.slice(rowsPath.length + 1), text: part })
    }
  }
  return found
}
