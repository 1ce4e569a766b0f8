// The native reports of a simulated studio, each written as its exporter prints it: true, or wrong as asked.
import type { Business } from './business.ts'
import { attendanceWithoutRevenue, attendanceWithRevenue } from './exports-attendance.ts'
import { autopayDetailExporter } from './exports-autopay-detail.ts'
import { autopaySummaryExporter } from './exports-autopay-summary.ts'
import { accountBalancesExporter } from './exports-balances.ts'
import { earnedRevenueExporter, outstandingSeriesExporter } from './exports-earned.ts'
import { giftCardsExporter } from './exports-gift-cards.ts'
import { firstVisitExporter } from './exports-first-visit.ts'
import { membersExporter } from './exports-members.ts'
import { payrollExporter } from './exports-payroll.ts'
import { visitsRemainingExporter } from './exports-visits.ts'
import { dailyCloseout } from './exports-closeout.ts'
import { cashDrawer } from './exports-drawer.ts'
import { retentionExporter } from './exports-retention.ts'
import { retentionManagementExporter } from './exports-retention-management.ts'
import { salesExporter } from './exports-sales.ts'
import { salesByCategory, salesByProduct, salesByService } from './exports-sold.ts'
import type { Exporter, ExportRequest, ExportSettings } from './exporter.ts'
import type { Plant, PlantedDifference } from './plant.ts'
import { createRandom } from './random.ts'
import { writeSheet, type Form } from './report-sheet.ts'

/** By report, as users name it. */
const exporters = {
  sales: salesExporter,
  'sales-by-category': salesByCategory,
  'sales-by-service': salesByService,
  'sales-by-product': salesByProduct,
  'daily-closeout': dailyCloseout,
  'cash-drawer': cashDrawer,
  'attendance-with-revenue': attendanceWithRevenue,
  'attendance-without-revenue': attendanceWithoutRevenue,
  'earned-revenue': earnedRevenueExporter,
  'outstanding-series': outstandingSeriesExporter,
  'visits-remaining': visitsRemainingExporter,
  'account-balances': accountBalancesExporter,
  'gift-cards': giftCardsExporter,
  'autopay-detail': autopayDetailExporter,
  'autopay-summary': autopaySummaryExporter,
  'payroll-detail': payrollExporter,
  members: membersExporter,
  retention: retentionExporter,
  'retention-management': retentionManagementExporter,
  'first-visit': firstVisitExporter,
} as const satisfies Readonly<Record<string, Exporter>>

export type NativeReport = keyof typeof exporters

export const nativeReports = Object.keys(exporters) as readonly NativeReport[]

export interface NativeReportOptions extends Partial<ExportSettings> {
  readonly report: NativeReport
  readonly siteId: number
  /** First and last local day, both included. */
  readonly from: string
  readonly to: string
  readonly file: string
  /** Drawn from those the report is seen in when left out. */
  readonly form?: Form
  readonly plant?: readonly Plant[]
  /** Sales edited after the file was exported, by number. */
  readonly changedSales?: ReadonlySet<number>
}

export interface PlantedReport {
  readonly file: string
  readonly form: Form
  /** Rows written, totals rows not counted. */
  readonly rows: number
  /** Sum of the report's measure over the rows written: cents, or a count. */
  readonly totalCents: number
  readonly planted: readonly PlantedDifference[]
}

const requestOf = (business: Business, options: Omit<NativeReportOptions, 'file'>): ExportRequest => {
  const { report, siteId, from, to } = options
  const studio = business.studios.find(({ plan }) => plan.siteId === siteId)
  if (studio === undefined) throw new RangeError(`no simulated site ${siteId}`)
  const random = createRandom(business.seed, 'native', report, siteId, from, to)
  const { basis = 'accrual', returns = true, locations, changedSales = new Set() } = options
  const exporter: Exporter = exporters[report]
  const form = options.form ?? random.pick(exporter.forms)
  return { business, studio, from, to, form, basis, returns, locations, changedSales, random }
}

/** Of the differences wanted, in their order, those a report of the period has room for beside the ones before. */
export const plantsFor = (
  business: Business,
  options: Omit<NativeReportOptions, 'file' | 'plant'>,
  wanted: readonly Plant[],
): readonly Plant[] => exporters[options.report].fitting(() => requestOf(business, options), wanted)

/** Writes a report of a period: all locations, returns included, at the sale date, unless told otherwise. */
export const writeNativeReport = async (
  business: Business,
  options: NativeReportOptions,
): Promise<PlantedReport> => {
  const request = requestOf(business, options)
  const { rows, totalCents, planted, page } = exporters[options.report].compose(request, options.plant ?? [])
  await writeSheet(options.file, request.form, page())
  return { file: options.file, form: request.form, rows, totalCents, planted }
}
