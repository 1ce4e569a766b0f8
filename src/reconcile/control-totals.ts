// Holds a file's rows against the file's own totals row, before anything else is compared.
import { cleanText } from '../finance/cells.ts'
import { centsText } from '../finance/money.ts'
import type { ParsedReport } from './parse-report.ts'
import type { ReportProfile } from './profile.ts'

export interface ControlTotal {
  /** `absent`: the file has no totals row, so its completeness is not proved. */
  readonly state: 'agrees' | 'differs' | 'absent'
  /** File's own total less the sum of its rows. */
  readonly differenceCents: number
  /** File's own count of rows less the rows that were read. */
  readonly differenceRows: number
  readonly evidence: string
}

/** "Paid: 120 Comps: 4" in the last row of attendance reports: together all visits. */
const countOf = (cells: readonly string[]): number | undefined => {
  const text = cells.map(cleanText).join(' ')
  const paid = /paid:\s*([\d,]+)/i.exec(text)?.[1]
  const comps = /comps:\s*([\d,]+)/i.exec(text)?.[1]
  if (paid === undefined || comps === undefined) return undefined
  return Number(paid.replaceAll(',', '')) + Number(comps.replaceAll(',', ''))
}

/** Compares what was read with what the file says it holds. */
export const checkControlTotal = (profile: ReportProfile, report: ParsedReport): ControlTotal => {
  const { totals, records } = report
  const rowsCents = records.reduce((sum, { values }) => sum + Number(values[profile.measure] ?? 0), 0)
  const totalCents = totals?.measureCents ?? null
  const totalRows = totals === undefined ? undefined : countOf(totals.cells)
  if (totalCents === null && totalRows === undefined) {
    return {
      state: 'absent',
      differenceCents: 0,
      differenceRows: 0,
      evidence: 'The file has no totals row, so it cannot be proved complete.',
    }
  }
  const differenceCents = totalCents === null ? 0 : totalCents - rowsCents
  const differenceRows = totalRows === undefined ? 0 : totalRows - records.length
  const said = [
    ...(totalCents === null ? [] : [`${centsText(totalCents)} (its rows: ${centsText(rowsCents)})`]),
    ...(totalRows === undefined ? [] : [`${totalRows} visits (its rows: ${records.length})`]),
  ]
  return {
    state: differenceCents === 0 && differenceRows === 0 ? 'agrees' : 'differs',
    differenceCents,
    differenceRows,
    evidence: `The file's own total is ${said.join(' and ')}.`,
  }
}
