// The reports that can be reconciled, as users name them: a new report is a file in profiles/ and a line here.
import { Problem } from '../core/errors.ts'
import { nearName } from '../core/near-name.ts'
import type { ReportProfile } from '../reports/report-profile.ts'
import { salesProfile } from '../../profiles/sales.ts'
import { salesByCategoryProfile } from '../../profiles/sales-by-category.ts'
import { salesByServiceProfile } from '../../profiles/sales-by-service.ts'
import { salesByProductProfile } from '../../profiles/sales-by-product.ts'
import { dailyCloseoutProfile } from '../../profiles/daily-closeout.ts'
import { cashDrawerProfile } from '../../profiles/cash-drawer.ts'
import { attendanceWithRevenueProfile } from '../../profiles/attendance-with-revenue.ts'
import { attendanceWithoutRevenueProfile } from '../../profiles/attendance-without-revenue.ts'
import { earnedRevenueProfile } from '../../profiles/earned-revenue.ts'
import { outstandingSeriesProfile } from '../../profiles/outstanding-series.ts'
import { visitsRemainingProfile } from '../../profiles/visits-remaining.ts'
import { accountBalancesProfile } from '../../profiles/account-balances.ts'
import { giftCardsProfile } from '../../profiles/gift-cards.ts'
import { autopayDetailProfile } from '../../profiles/autopay-detail.ts'
import { autopaySummaryProfile } from '../../profiles/autopay-summary.ts'
import { payrollDetailProfile } from '../../profiles/payroll-detail.ts'
import { membersProfile } from '../../profiles/members.ts'
import { retentionProfile } from '../../profiles/retention.ts'
import { retentionManagementProfile } from '../../profiles/retention-management.ts'
import { firstVisitProfile } from '../../profiles/first-visit.ts'

/** In the order in which lists show them. */
export const profiles: readonly ReportProfile[] = [
  salesProfile,
  salesByCategoryProfile,
  salesByServiceProfile,
  salesByProductProfile,
  dailyCloseoutProfile,
  cashDrawerProfile,
  attendanceWithRevenueProfile,
  attendanceWithoutRevenueProfile,
  earnedRevenueProfile,
  outstandingSeriesProfile,
  visitsRemainingProfile,
  accountBalancesProfile,
  giftCardsProfile,
  autopayDetailProfile,
  autopaySummaryProfile,
  payrollDetailProfile,
  membersProfile,
  retentionProfile,
  retentionManagementProfile,
  firstVisitProfile,
]

export const reportNames: readonly string[] = profiles.map(({ name }) => name)

/**
 * The shipped profile of a report.
 * @throws Problem USAGE for a name that is none, with the one it may have meant.
 */
export const profileNamed = (name: string): ReportProfile => {
  const profile = profiles.find((candidate) => candidate.name === name)
  if (profile !== undefined) return profile
  const near = nearName(
    name,
    reportNames.map((known) => known.replaceAll('-', '_')),
  )?.replaceAll('_', '-')
  throw new Problem('USAGE', {
    what: `There is no report ${name}.`,
    remedy: near === undefined ? `Name one of: ${reportNames.join(', ')}.` : `Did you mean ${near}?`,
  })
}
