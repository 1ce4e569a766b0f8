// Long numerals in a page: more digits than a double holds. Found in the bytes, since DuckDB rounds them before SQL can see them.
import { isLongNumeral } from '../core/json.ts'
import type { Stream } from './stream.ts'

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

type Card = Pick<Stream, 'rows' | 'omit' | 'only'>

/**
 * Runs of 16 and more digits and dots outside of texts (card numbers, barcodes), each with the byte after it. Costs next to
 * nothing while there are none: every run of 16 covers a 16th byte, so only those are looked at.
 */
const longRuns = function* (text: Buffer): Generator<string> {
  for (let at = shortestRun - 1; at < text.length; at += shortestRun) {
    if (!isNumeric(text[at])) continue
    let first = at
    let end = at + 1
    while (isNumeric(text[first - 1])) first -= 1
    while (isNumeric(text[end])) end += 1
    const isText = text[first - 1] === 0x22
    if (!isText && end - first >= shortestRun) yield text.toString('latin1', first, end + 1)
  }
}

/** False where every numeral of a JSON text is one a double holds, so that a parser cannot round any. */
export const mayRound = (text: Buffer): boolean => longRuns(text).next().done !== true

/** Long numerals among the rows of a page, by their place; those in what is not kept are none of ours. */
export const findLongNumerals = (text: Buffer, card: Card): readonly LongNumeral[] => {
  for (const run of longRuns(text)) {
    if (mayBeLong(run)) return listLongNumerals(text.toString('utf8'), card)
  }
  return []
}

/** The run with the byte after it: an exponent makes a decimal of what would else be an id. */
const mayBeLong = (run: string): boolean => isLongNumeral(/[eE]$/.test(run) ? `${run}0` : run.slice(0, -1))

const token = /"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}[\]]|null|-?\d[\d.eE+-]*/g

/** Walks the whole text; strings are stepped over, the names on the way to a numeral are kept. */
const listLongNumerals = (text: string, card: Card): readonly LongNumeral[] => {
  const found: LongNumeral[] = []
  const inside = card.rows === '' ? '' : `${card.rows}.`
  // One entry per open object (the member being read) and list (none).
  const names: string[] = []
  const path = (): string => names.filter((name) => name !== '').join('.')
  let row = 0
  for (const [part] of text.matchAll(token)) {
    if (part === '{' || part === '[') {
      if (part === '{' && path() === card.rows) row += 1
      names.push('')
    } else if (part === '}' || part === ']') {
      names.pop()
    } else if (part.endsWith(':')) {
      names[names.length - 1] = JSON.parse(part.slice(0, -1)) as string
    } else if (part === 'null') {
      // A null among the rows is no row, but keeps its place.
      if (path() === card.rows) row += 1
    } else if (!part.startsWith('"') && isLongNumeral(part)) {
      const place = path()
      const field = place.slice(inside.length)
      if (place.startsWith(inside) && isKept(field, card)) found.push({ row, field, text: part })
    }
  }
  return found
}

/** A member of what a card omits, or trims off, must not come back as a curiosity. */
const isKept = (field: string, { omit, only }: Card): boolean => {
  const [name = '', member] = field.split('.')
  const kept = only[name]
  return !omit.includes(name) && (kept === undefined || (member !== undefined && kept.includes(member)))
}
