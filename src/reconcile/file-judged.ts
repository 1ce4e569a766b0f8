// What the file says of itself against what was read of it: the first of all causes.
import type { Detail } from './outcome.ts'
import type { ReportSurvey } from '../reports/survey-report.ts'

/**
 * The file's own total first: what it holds beyond its rows was lost in reading or export, whatever matches. One finding for all
 * of its totals; its amount is that of the measure.
 */
export const fileTotals = ({
  own,
  total,
  controlTotals,
}: Pick<ReportSurvey, 'own' | 'total' | 'controlTotals'>): {
  readonly details: readonly Detail[]
  /** The file's own total less the sum of its rows. */
  readonly beyondRows: number
} => {
  const beyondRows = own.total === null ? 0 : own.total - total
  const wrong = controlTotals.filter(({ state }) => state === 'differs')
  if (wrong.length === 0 && beyondRows === 0) return { details: [], beyondRows }
  const said = wrong.map(
    ({ column, file, rows, evidence }) =>
      `"${column}": the file says ${file ?? 'nothing'}, its rows are ${rows}. ${evidence}`,
  )
  return {
    details: [
      {
        cause: 'parse_control_total',
        amount: beyondRows,
        evidence: said.join(' '),
        pass: null,
        native: null,
        ours: null,
      },
    ],
    beyondRows,
  }
}
