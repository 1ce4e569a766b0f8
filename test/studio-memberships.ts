// What the simulated studio knows of its members beside what the marts must say of them.
import type { Business } from '../src/sandbox/business.ts'
import { contractChurn, personChurn, siteChurn, type ChurnMonth } from '../src/sandbox/figures-churn.ts'
import { termsOf } from '../src/sandbox/figures-memberships.ts'
import { expectedMonths } from '../src/sandbox/figures-expected.ts'
import { peopleOf, type Told } from '../src/sandbox/figures-people.ts'
import { survivalDays } from '../src/sandbox/figures-survival.ts'
import type { Figure } from './studio-figure.ts'

const churnColumns = (program: string, again: string): string =>
  `site_id, month::varchar as month, ${program} as program_id, active_start, new_n, ${again} as again_n, churned_n,
   active_end, voluntary_n, involuntary_n, expired_n, suspended_n, long_suspended_n, in_grace_n, in_dunning_n`

/** The columns of a row in the order of the query. */
const churnRow = (row: ChurnMonth): ChurnMonth => ({
  site_id: row.site_id,
  month: row.month,
  program_id: row.program_id,
  active_start: row.active_start,
  new_n: row.new_n,
  again_n: row.again_n,
  churned_n: row.churned_n,
  active_end: row.active_end,
  voluntary_n: row.voluntary_n,
  involuntary_n: row.involuntary_n,
  expired_n: row.expired_n,
  suspended_n: row.suspended_n,
  long_suspended_n: row.long_suspended_n,
  in_grace_n: row.in_grace_n,
  in_dunning_n: row.in_dunning_n,
})

/** Every figure of memberships. */
export const membershipFigures = (business: Business, told: Told = {}): readonly Figure[] => {
  const people = peopleOf(business, told)
  return [
    {
      name: 'memberships',
      sql: `select site_id, membership_key, person_key, program_id, started_on::varchar as started_on,
          ends_on::varchar as ends_on, terminated_on::varchar as terminated_on, dunning_since::varchar as dunning_since,
          ended_on::varchar as ended_on, end_reason, successor_key
        from marts.fct_membership`,
      rows: people.flatMap((site) =>
        termsOf(site).map((term) => ({
          site_id: site.siteId,
          membership_key: term.key,
          person_key: term.person.key,
          program_id: term.programId,
          started_on: term.startedOn,
          ends_on: term.endsOn,
          terminated_on: term.terminatedOn,
          dunning_since: term.dunningSince,
          ended_on: term.endedOn,
          end_reason: term.endReason,
          successor_key: term.successor,
        })),
      ),
    },
    {
      name: 'churn of persons',
      sql: `select ${churnColumns('program_id', 'reactivated_n')} from marts.fct_membership_churn_month`,
      rows: personChurn(people).map(churnRow),
    },
    {
      name: 'churn of the site',
      sql: `select ${churnColumns('0', 'reactivated_n')} from marts.fct_membership_churn_site_month`,
      rows: siteChurn(people).map(churnRow),
    },
    {
      name: 'churn of contracts',
      sql: `select ${churnColumns('program_id', 'renewed_n')} from marts.fct_contract_churn_month`,
      rows: contractChurn(people).map(churnRow),
    },
    {
      name: 'survival',
      sql: `select site_id, day, at_risk_n, event_n, round(survival * 1000000)::bigint as survival_millionths
        from marts.fct_membership_survival where segment_by = 'all' and (day = 0 or event_n > 0)`,
      rows: survivalDays(people),
    },
    {
      name: 'what members buy in each thirty days',
      sql: `select site_id, month_no, members_n, (net_sales * 100)::bigint as net_sales_cents
        from marts.fct_expected_value_month where segment_by = 'all' and members_n > 0`,
      rows: expectedMonths(people),
    },
  ]
}
