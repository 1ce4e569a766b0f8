// The choices of settings.csv: what each may be, and which of them must fit each other.
import { count, currency, oneOf, rate, share, someCounts, someOf, upFrom, whole, yesNo } from './gl-cells.ts'
import type { Cell } from './gl-cells.ts'
import type { tableColumns } from './table-columns.ts'

type Setting = (typeof tableColumns)['settings'][number]

const outcomes = ['attended', 'late_cancel', 'no_show', 'unresolved']

/** Empty = as shipped (vars of dbt_project.yml, where each is explained). */
export const settingCells: Readonly<Record<Setting, Cell>> = {
  recognition_preset: oneOf(['gaap_default', 'mindbody_native']),
  consuming_outcomes: someOf(outcomes),
  revenue_location: oneOf(['usage', 'purchase']),
  comp_as: oneOf(['contra', 'nothing']),
  online_store: oneOf(['as_is', 'home_location']),
  online_location_id: whole,
  dormancy_days: count,
  settlement_days: count,
  reporting_currency: currency,
  unlimited_count: count,
  new_days: upFrom(1),
  active_days: upFrom(1),
  lapsed_days: upFrom(1),
  engaging_outcomes: someOf(outcomes),
  renewal_grace_days: count,
  early_renewal_days: count,
  long_suspension_days: count,
  dunning_days: count,
  intro_conversion_days: count,
  censored_days: count,
  return_windows: someCounts,
  lifetime_months: upFrom(1),
  closure_days: count,
  prep_counts_as_booked: yesNo,
  classes_block_availability: yesNo,
  open_hours_weeks: upFrom(1),
  schedule_weeks: upFrom(1),
  low_fill: share,
  full_fill: rate,
  recent_days: count,
  rhythm_days: upFrom(1),
  rhythm_gaps: upFrom(1),
  overdue_days: count,
  expiring_days: count,
  last_visits: count,
  slot_weeks: upFrom(1),
  bookable_days: count,
}

/** As in dbt_project.yml: a studio may set one of a pair and leave the other as shipped. */
export const shippedPairs = { new_days: 30, active_days: 30, lapsed_days: 60, low_fill: 0.3, full_fill: 1 }

/** Settings that contradict each other, those left out taken as shipped. */
export const faultsOfSettings = (
  row: Readonly<Record<string, string>>,
): readonly { readonly column: string; readonly what: string }[] => {
  const value = (name: keyof typeof shippedPairs): number => Number(row[name] || shippedPairs[name])
  const told = (name: keyof typeof shippedPairs): string =>
    `${name} ${value(name)}${row[name] ? '' : ' (as shipped)'}`
  const faults = []
  if (value('active_days') >= value('lapsed_days'))
    faults.push({
      column: row['lapsed_days'] ? 'lapsed_days' : 'active_days',
      what: `${told('active_days')} is not less than ${told('lapsed_days')}; between them somebody is at risk`,
    })
  if (value('new_days') > value('active_days'))
    faults.push({
      column: row['new_days'] ? 'new_days' : 'active_days',
      what: `${told('new_days')} is more than ${told('active_days')}; who is new after a visit is active after it`,
    })
  if (value('low_fill') >= value('full_fill'))
    faults.push({
      column: row['low_fill'] ? 'low_fill' : 'full_fill',
      what: `${told('low_fill')} is not less than ${told('full_fill')}; a class is not weakly used and full at once`,
    })
  return faults
}
