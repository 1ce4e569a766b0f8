// Marts against one native report file: read, check its own totals, match, name every difference, write the findings down.
import type { Log } from '../core/log.ts'
import type { LocalDate } from '../core/time.ts'
import { Duck, openReadOnly, quoteText } from '../lakehouse/duck.ts'
import { classify } from './classify.ts'
import { checkControlTotal } from './control-totals.ts'
import type { ControlTotal } from './control-totals.ts'
import type { DateOrder } from '../finance/dates.ts'
import type { Detail } from './differences.ts'
import { assertIdentity, explainedPercent, sumByCause, verdictOf } from './differences.ts'
import type { Findings, Reconciliation } from './findings.ts'
import { rowsOf } from './findings.ts'
import type { Matching } from './match.ts'
import { match } from './match.ts'
import { centsText } from '../finance/money.ts'
import type { CellValue, ReportRecord } from './parse-report.ts'
import { parseReport } from './parse-report.ts'
import { attendanceProfile } from './profile-attendance.ts'
import { salesProfile } from './profile-sales.ts'
import type { ColumnKind, ReportName, ReportProfile } from './profile.ts'
import { readReport } from './read-report.ts'
import { writeFindings } from './report-files.ts'
import type { Site } from './settings.ts'
import { checkLikeness, checkSettings, readSite } from './settings.ts'
import { twins } from './twin.ts'

export interface ReconcileInput {
  readonly home: string
  readonly report: ReportName
  readonly file: string
  readonly siteId: number
  readonly from: LocalDate
  readonly to: LocalDate
  readonly basis?: 'accrual' | 'cash'
  /** When the file was exported, as the person says; kept with the verdict. */
  readonly exportedAt?: string
  readonly dateOrder?: DateOrder
  /** Path of marts.duckdb. */
  readonly marts: string
  readonly log: Log
  readonly now?: Date
}

/** Reports that can be reconciled, by the names users give. */
export const profiles: Readonly<Record<ReportName, ReportProfile>> = {
  sales: salesProfile,
  'attendance-with-revenue': attendanceProfile,
}

/** A cell's value as the file shows it: money with its cents, minutes after midnight as a time. */
const shownValue = (kind: ColumnKind, value: CellValue): CellValue => {
  if (typeof value !== 'number') return value
  if (kind === 'money') return centsText(value)
  return kind === 'time' ? new Date(value * 60_000).toISOString().slice(11, 16) : value
}

/** The file's row under its own headers, so that the evidence can be found in the file: "Sale ID" is `sale_id`. */
const nativeLabel = (profile: ReportProfile, record: ReportRecord | undefined): Detail['native'] => {
  if (record === undefined) return null
  const cells = profile.columns.map(({ field, headers: [header = field], kind }) => {
    const shown = shownValue(kind, record.values[field] ?? null)
    return [header.replace(/[^a-z0-9]+/g, '_').replace(/_$/, ''), shown] as const
  })
  return { row: record.rowNumber, ...Object.fromEntries(cells) }
}

/** The file's own total first: what it holds beyond its rows was lost in reading or export, whatever matches. */
const controlDetails = (control: ControlTotal): readonly Detail[] => {
  if (control.state !== 'differs') return []
  const { differenceCents: amountCents, evidence } = control
  return [{ cause: 'parse_control_total', amountCents, evidence, native: null, ours: null }]
}

const matchMarts = async (
  input: ReconcileInput,
  records: readonly ReportRecord[],
): Promise<{ site: Site; found: Matching }> => {
  // Opened by itself first, for the message that a missing or locked file deserves.
  const published = await openReadOnly(input.marts)
  published.close()
  await using duck = await Duck.open(':memory:')
  await duck.run(`attach ${quoteText(input.marts)} as marts (read_only)`)
  const site = await readSite(duck, input.siteId)
  const twin = twins[input.report]
  return { site, found: await match(duck, twin, records.map(twin.nativeOf), input) }
}

/**
 * Compares a native report file with its twin in the published marts. The file's own total is the native total; each
 * difference has exactly one cause, and their amounts add up to the variance.
 *
 * For `sales` the totals are what was paid. For `attendance-with-revenue` every visit is compared, but the totals hold
 * revenue per visit only where both sides have a stable one (packs and single visits); a visit missing on one side is a
 * difference also when no money hangs on it.
 * @throws Problem REPORT_PROFILE when the file is not that report, REPORT_SETTINGS when it was exported with others,
 * HOME_UNUSABLE when no marts are published.
 */
export const reconcile = async (input: ReconcileInput): Promise<Reconciliation> => {
  checkSettings(input)
  const profile = profiles[input.report]
  const file = await readReport(input.file)
  const { records, ...report } = parseReport(profile, file.rows, input)
  const control = checkControlTotal(profile, { records, ...report })
  input.log.debug({ rows: records.length, dateOrder: report.dateOrder, control }, 'report file read')

  const { site, found } = await matchMarts(input, records)
  checkLikeness(
    input,
    records.map(({ date }) => date),
    found,
  )
  const recordOf = new Map(records.map((record) => [record.rowNumber, record]))
  const details: readonly Detail[] = [
    ...controlDetails(control),
    ...found.mismatches.map((mismatch) => ({
      ...classify(mismatch, site.zone),
      amountCents: mismatch.native_cents - mismatch.our_cents,
      native: nativeLabel(profile, recordOf.get(mismatch.row_no ?? -1)),
      ours: mismatch.our_label === null ? null : JSON.parse(mismatch.our_label),
    })),
  ]
  const nativeCents = found.nativeTotalCents + control.differenceCents
  assertIdentity(nativeCents, found.ourTotalCents, details)
  const findings: Findings = {
    report: input.report,
    site_id: input.siteId,
    from: input.from,
    to: input.to,
    basis: 'accrual',
    currency: site.currency,
    exported_at: input.exportedAt ?? null,
    reconciled_at: (input.now ?? new Date()).toISOString(),
    file: input.file,
    file_sha256: file.sha256,
    native_total: centsText(nativeCents),
    our_total: centsText(found.ourTotalCents),
    variance: centsText(nativeCents - found.ourTotalCents),
    explained_percent: explainedPercent(details),
    differences: sumByCause(details),
    verdict: verdictOf(details),
    rows: rowsOf(found),
    control_total: { state: control.state, evidence: control.evidence },
  }
  return { ...findings, details, ...(await writeFindings(input.home, findings, details)) }
}
