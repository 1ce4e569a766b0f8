// The columns of evidence in the sheet Detail: amounts as numbers where all of a column are, and else each cell as it is written.
import type { Cell } from 'write-excel-file/node'
import type { DecimalMark } from '../finance/money.ts'
import { centsOf, markIn } from '../finance/money.ts'
import { numeric, text } from './workbook-cells.ts'

/** The file's cells of a row, or the columns of our rows behind it. */
type Side = Readonly<Record<string, unknown>> | null

const shown = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Short enough to be exact as a number; an id has no decimals, and stays text. */
const plainDecimal = /^-?\d{1,12}\.\d{2,4}$/
const withCents = /^[^a-z]*\d[.,]\d{2}\)?$/i

/** Money as reports write it, `(1,234.50)` or `1.234,50`, or a decimal of the marts; undefined for anything else. */
const numberIn = (value: string, mark: DecimalMark): number | undefined => {
  if (mark === '.' && plainDecimal.test(value)) return Number(value)
  const cents = withCents.test(value) && markIn(value) === mark ? centsOf(value, mark) : undefined
  return typeof cents === 'number' ? cents / 100 : undefined
}

/** How all cells of a column are read as numbers; undefined where one is none: `1,288` may be an id. */
const readerOf = (texts: readonly string[]): ((value: string) => number | undefined) | undefined =>
  (['.', ','] as const)
    .map((mark) => (value: string) => numberIn(value, mark))
    .find((read) => texts.length > 0 && texts.every((value) => read(value) !== undefined))

/** One column of a side. */
export interface EvidenceColumn {
  readonly name: string
  readonly isNumber: boolean
  readonly width: number
  readonly cell: (side: Side) => Cell
}

const [narrowest, widest] = [10, 32]

/** A column of amounts becomes numbers; any other stays as it is written. */
const columnOf = (sides: readonly Side[], name: string): EvidenceColumn => {
  const texts = sides.map((side) => shown(side?.[name])).filter((value) => value !== '')
  const read = readerOf(texts)
  // A head may take two lines.
  const longest = texts.reduce((most, { length }) => Math.max(most, length), Math.ceil(name.length / 2))
  return {
    name,
    isNumber: read !== undefined,
    width: Math.min(widest, Math.max(narrowest, longest + 3)),
    cell: (side) => {
      const own = side?.[name]
      if (typeof own === 'number') return numeric(own, 'count')
      const value = shown(own)
      if (value === '') return null
      const number = read?.(value)
      return number === undefined ? text(value) : numeric(number, 'money')
    },
  }
}

/** The columns of one side that any row fills, in the order in which rows first show them. */
export const columnsOf = (sides: readonly Side[]): readonly EvidenceColumn[] => {
  const names = new Set<string>()
  for (const side of sides) {
    for (const [name, value] of Object.entries(side ?? {})) if (shown(value) !== '') names.add(name)
  }
  return [...names].map((name) => columnOf(sides, name))
}
