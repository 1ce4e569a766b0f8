// Amounts of a report's columns in one pass: read under both decimal marks until the column tells which is its own.
import { Problem } from '../core/errors.ts'
import { cleanText } from '../finance/cells.ts'
import type { DecimalMark } from '../finance/money.ts'
import { centsOf, centsText, markIn } from '../finance/money.ts'
import { remembering } from './memo.ts'
import type { ReportColumn, Unit } from './report-profile.ts'

/** Hundredths under each mark: null for an empty cell, undefined for what is no amount. */
export interface Amount {
  readonly point: number | null | undefined
  readonly comma: number | null | undefined
  /** The mark that the text itself tells. */
  readonly tells: DecimalMark | undefined
}

/** An option without a count, as some reports write it. */
const uncounted = /^unlimited$/i

export const readAmount = remembering((text): Amount => {
  if (uncounted.test(cleanText(text))) return { point: null, comma: null, tells: undefined }
  return { point: centsOf(text, '.'), comma: centsOf(text, ','), tells: markIn(text) }
})

export const underMark = (amount: Amount, mark: DecimalMark): number | null | undefined =>
  mark === '.' ? amount.point : amount.comma

/**
 * Reports print unlimited options as a number that no pack has: 9999, 99999, 999999, that less the visits used, twice that, or
 * 1000. Real exports part packs from unlimited options at a thousand.
 */
export const isUnlimitedCount = (count: number): boolean => Math.abs(count) >= 1_000

/** Hundredths as a person reads them: money with its cents, a count whole. */
export const amountText = (hundredths: number, unit: Unit): string => {
  const text = centsText(hundredths)
  return unit === 'count' ? text.replace(/\.00$/, '') : text
}

/** What is no amount, and where it stands. */
interface OddCell {
  readonly rowNumber: number
  readonly text: string
}

/** @param name of the column as the file writes it */
export const refuseCell = (column: ReportColumn, name: string, { rowNumber, text }: OddCell): Problem =>
  new Problem('REPORT_PROFILE', {
    what: `Row ${rowNumber}, column "${name}": "${cleanText(text)}" is no ${nouns[column.kind]}.`,
  })

const nouns: Readonly<Record<ReportColumn['kind'], string>> = {
  text: 'text',
  id: 'whole id: a spreadsheet has rounded it',
  money: 'amount',
  count: 'count',
  date: 'date',
  time: 'time',
}

/** One column's amounts as they go by. */
export interface AmountColumn {
  readonly column: ReportColumn
  readonly add: (amount: Amount, cell: OddCell) => void
  /**
   * The decimal mark that the column's cells tell.
   * @throws Problem REPORT_PROFILE where they contradict each other.
   */
  readonly told: (name: string) => DecimalMark | undefined
  /** Some cells are as "1.200", others as "900": where decimals are three, all cells have them, so it is the thousands that are parted. */
  readonly looksGrouped: () => boolean
  /** @throws Problem REPORT_PROFILE for a cell that is no amount under the column's mark. */
  readonly check: (mark: DecimalMark, name: string) => void
}

const groupOfThree = /\.\d{3}\D*$/

export const amountColumn = (column: ReportColumn): AmountColumn => {
  const told: Partial<Record<DecimalMark, OddCell>> = {}
  const odd: Partial<Record<DecimalMark, OddCell>> = {}
  let hasGroup = false
  let hasPlain = false
  return {
    column,
    add: (amount, cell) => {
      if (amount.tells !== undefined) told[amount.tells] ??= cell
      if (amount.point === undefined) odd['.'] ??= cell
      if (amount.comma === undefined) odd[','] ??= cell
      hasGroup ||= amount.tells === undefined && groupOfThree.test(cell.text)
      hasPlain ||= typeof amount.point === 'number' && amount.point !== 0 && amount.point === amount.comma
    },
    told: (name) => {
      const [point, comma] = [told['.'], told[',']]
      if (point !== undefined && comma !== undefined) {
        throw new Problem('REPORT_PROFILE', {
          what: `Column "${name}" mixes decimal points (row ${point.rowNumber}: "${cleanText(point.text)}") and decimal commas (row ${comma.rowNumber}: "${cleanText(comma.text)}").`,
        })
      }
      if (point === undefined && comma === undefined) return undefined
      return comma === undefined ? '.' : ','
    },
    looksGrouped: () => hasGroup && hasPlain,
    check: (mark, name) => {
      const unreadable = odd[mark]
      if (unreadable !== undefined) throw refuseCell(column, name, unreadable)
    },
  }
}
