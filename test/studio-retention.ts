// What the simulated studio counts of retention beside what the marts must say of it: a query and the rows it has to give.
import type { Business } from '../src/sandbox/business.ts'
import { cohortCells, cohortCellsOverall, cohortReturns, firstDates } from '../src/sandbox/figures-cohorts.ts'
import { clientValues, introOffers, visitFrequencies } from '../src/sandbox/figures-intro.ts'
import { nativeRetention } from '../src/sandbox/figures-native-retention.ts'
import { peopleOf, type Told } from '../src/sandbox/figures-people.ts'
import { stateFigures } from '../src/sandbox/figures-states.ts'
import type { Figure } from './studio-figure.ts'

/** Every figure of retention that is not about memberships. */
export const retentionFigures = (business: Business, told: Told = {}): readonly Figure[] => {
  const people = peopleOf(business, told)
  const { spans, months } = stateFigures(people, told)
  return [
    {
      name: 'first dates',
      sql: `select site_id, person_key, first_attended_date::varchar as first_attended_date,
          first_paid_sale_date::varchar as first_paid_sale_date,
          first_membership_start::varchar as first_membership_start, first_profile_date::varchar as first_profile_date
        from intermediate.int_person_first_dates`,
      rows: firstDates(people),
    },
    {
      name: 'cohorts by month',
      sql: `select site_id, cohort_type, cohort_month::varchar as cohort_month, month_index, cohort_size, active_n,
          censored_n, (revenue_cum * 100)::bigint as revenue_cents
        from marts.fct_cohort_retention where is_mature`,
      rows: cohortCells(people),
    },
    {
      name: 'cohorts over all sites',
      sql: `select cohort_type, cohort_month::varchar as cohort_month, month_index, cohort_size, active_n, censored_n
        from marts.fct_cohort_retention_all_sites where is_mature`,
      rows: cohortCellsOverall(people),
    },
    {
      name: 'cohorts by days',
      sql: `select site_id, cohort_type, cohort_month::varchar as cohort_month, form, window_days, cohort_size,
          eligible_n, returned_n
        from marts.fct_cohort_return`,
      rows: cohortReturns(people),
    },
    {
      name: 'the Retention report by month',
      sql: `select site_id, initial_month::varchar as initial_month, qualifier, window_days, initial_n, repeat_n, matured_n,
          matured_repeat_n
        from marts.fct_retention_native`,
      rows: nativeRetention(people),
    },
    {
      name: 'state spans',
      sql: `select site_id, person_key, from_date::varchar as from_date, until_date::varchar as until_date, state,
          entered_from
        from marts.fct_client_state_span`,
      rows: spans,
    },
    {
      name: 'state months',
      sql: `select site_id, person_key, month::varchar as month, state, is_mature from marts.fct_client_state_month`,
      rows: months,
    },
    {
      name: 'visit frequency',
      sql: `select site_id, month::varchar as month, visits_n, people_n, month_days, month_visits, month_people
        from marts.fct_visit_frequency_month`,
      rows: visitFrequencies(people),
    },
    {
      name: 'intro offers',
      sql: `select site_id, client_service_id, person_key, product_id, is_returned, bought_on::varchar as bought_on,
          expires_on::varchar as expires_on, converted_on::varchar as converted_on, days_from_purchase,
          days_from_expiry, is_matured_purchase, is_matured_expiry, is_converted_in_purchase_window,
          is_converted_in_expiry_window
        from marts.fct_intro_offer`,
      rows: introOffers(people),
    },
    {
      name: 'client value',
      sql: `select site_id, person_key, attended_n, first_visit_date::varchar as first_visit,
          last_visit_date::varchar as last_visit, (net_sales * 100)::bigint as net_sales_cents
        from marts.fct_client_value`,
      rows: clientValues(people),
    },
  ]
}
