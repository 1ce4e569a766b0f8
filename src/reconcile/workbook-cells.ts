// Cells of a reconciliation's workbook: text that stays text, exact numbers, and formulas over other cells.
import type { Cell, Row } from 'write-excel-file/node'
import type { Unit } from '../reports/report-profile.ts'

export interface SheetOf {
  readonly sheet: string
  readonly rows: readonly Row[]
  readonly widths: readonly number[]
  readonly frozen?: { readonly rows: number; readonly columns?: number }
  /** Where a filter can be set, as `A2:F90`. */
  readonly filter?: string
  /** Cells that turn red when they are not 0. */
  readonly alarms?: readonly { readonly column: number; readonly from: number; readonly to: number }[]
}

/** Characters of a cell. */
const cellLength = 32_767
const cutMark = ' … (cut: whole in the JSON lines)'

/** Names every object has: the writer's table of texts takes them for texts it has seen, and writes a broken cell. */
const inheritedNames = new Set(Object.getOwnPropertyNames(Object.prototype))

const blankControls = new Set(['\t', '\n', '\r', '\x85'])

/** Tabs and ends of lines stay; other control characters are shown by a picture. */
const shownControl = (mark: string): string => {
  if (blankControls.has(mark)) return mark
  const code = mark.codePointAt(0) ?? 0
  return code < 0x20 ? String.fromCodePoint(0x2400 + code) : '␦'
}

/**
 * A text as a spreadsheet can hold it: control characters as their pictures, because XML has none; `_x0041_` is what spreadsheets
 * decode, so its underscore is written as one; too long a text is cut.
 */
export const safeText = (text: string): string => {
  const visible = text
    .toWellFormed()
    .replace(/\p{Cc}/gu, shownControl)
    .replace(/[\ufffd-\uffff]/g, '␦')
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
  const short =
    visible.length > cellLength ? visible.slice(0, cellLength - cutMark.length) + cutMark : visible
  return inheritedNames.has(short) ? `${short} ` : short
}

const top = { alignVertical: 'top' } as const
/** Away from the number in the cell before it. */
const apart = { ...top, align: 'left', indent: 1 } as const
export const headColor = '#E3EBE8'

/** Always text: a cell that begins with `=` is a text that begins so. */
export const text = (value: string | null): Cell => ({ value: safeText(value ?? ''), type: String, ...apart })

export const words = (value: string): Cell => ({ value: safeText(value), type: String, wrap: true, ...apart })

export const bold = (value: string): Cell => ({
  value: safeText(value),
  type: String,
  fontWeight: 'bold',
  ...apart,
})

export const title = (value: string): Cell => ({
  value: safeText(value),
  type: String,
  fontWeight: 'bold',
  fontSize: 15,
  align: 'left',
  indent: 1,
})

export const quiet = (value: string): Cell => ({
  value: safeText(value),
  type: String,
  textColor: '#5C6863',
  ...apart,
})

/** The heads of a table; those of numbers stand over their numbers. */
export const heads = (names: readonly string[], numeric: readonly string[] = []): Row =>
  names.map((name) => ({
    value: safeText(name),
    type: String,
    fontWeight: 'bold',
    backgroundColor: headColor,
    wrap: true,
    ...(numeric.includes(name) ? ({ ...top, align: 'right' } as const) : apart),
  }))

const formats: Readonly<Record<Unit, string>> = { money: '#,##0.00', count: '#,##0' }

export const formatOf = (unit: Unit): string => formats[unit]

export const numeric = (value: number, unit: Unit): Cell => ({
  value,
  type: Number,
  format: formats[unit],
  ...top,
})

/** Exact decimal text as a number with the unit's format; an empty cell for null. */
export const amount = (decimal: string | null, unit: Unit): Cell =>
  decimal === null ? null : numeric(Number(decimal), unit)

export const count = (value: number): Cell => numeric(value, 'count')

/** The value of a detail, hundredths of money or a count, as a number. */
export const detailAmount = (value: number, unit: Unit): number => (unit === 'money' ? value / 100 : value)

/** Written without `=`, as the format has it. */
export const formula = (value: string, format: string): Cell => ({
  value,
  type: 'Formula',
  format,
  align: 'right',
  ...top,
})

/** Rounds what a formula sums, for its numbers are no exact cents: 0.1 + 0.2. */
export const rounded = (inner: string, unit: Unit): string => `ROUND(${inner},${unit === 'money' ? 2 : 0})`

export const boldFormula = (value: string, format: string): Cell => ({
  value,
  type: 'Formula',
  format,
  fontWeight: 'bold',
  topBorderStyle: 'thin',
  ...top,
})

/** 0 is A, 26 is AA. */
export const columnName = (index: number): string =>
  (index >= 26 ? columnName(Math.floor(index / 26) - 1) : '') + String.fromCodePoint(65 + (index % 26))
