// Which mark parts decimals in each numeric column of a report: by its own cells, by the other columns, by its looks.
import { Problem } from '../core/errors.ts'
import type { DecimalMark } from '../finance/money.ts'
import type { AmountColumn } from './amounts.ts'
import type { ReportFile } from './file-rows.ts'
import type { ReportHeader } from './report-header.ts'
import { columnName } from './report-header.ts'

/**
 * Marks in the order of the columns; undefined for one that cannot be read and that the comparison does not need.
 * @param measure the field that is compared
 * @throws Problem REPORT_PROFILE where cells of a needed column contradict each other, or one is no amount.
 */
export const decideMarks = (
  numbers: readonly AmountColumn[],
  header: ReportHeader,
  measure: string,
  form: ReportFile['form'],
): readonly (DecimalMark | undefined)[] => {
  const tolerant = <T>({ column }: AmountColumn, work: (name: string) => T): T | undefined => {
    try {
      return work(columnName(header, column))
    } catch (error) {
      if (column.required || column.field === measure || !(error instanceof Problem)) throw error
      return undefined
    }
  }
  const told = numbers.map((number) => tolerant(number, number.told))
  // One program writes a file, under one locale.
  const [common, ...others] = new Set(told.filter((mark) => mark !== undefined))
  const markOf = (number: AmountColumn, own: DecimalMark | undefined): DecimalMark => {
    if (own !== undefined) return own
    if (common !== undefined && others.length === 0) return common
    // The numerals of a workbook have a point, whatever is shown.
    return form !== 'xlsx' && number.looksGrouped() ? ',' : '.'
  }
  return numbers.map((number, index) =>
    tolerant(number, (name) => {
      number.told(name)
      const mark = markOf(number, told[index])
      number.check(mark, name)
      return mark
    }),
  )
}
