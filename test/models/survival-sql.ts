// Curves of survival and their sums over drawn lives, by the models' own SQL in a real DuckDB.
import { Duck } from '../../src/lakehouse/duck.ts'
import { renderModel } from './render-model.ts'

/** A membership as far as it was seen, in days from its first. */
export interface Life {
  readonly contract: string
  readonly entry: number
  readonly duration: number
  readonly isEvent: boolean
}

export interface Step {
  readonly contract: string
  readonly day: number
  readonly at_risk_n: number
  readonly event_n: number
  readonly censored_n: number
  readonly survival: number
  readonly std_error: number | null
  readonly ci_low: number | null
  readonly ci_high: number | null
}

export interface Summary {
  readonly contract: string
  readonly subjects_n: number
  readonly late_entries_n: number
  readonly events_n: number
  readonly median_days: number | null
  readonly median_low_days: number | null
  readonly median_high_days: number | null
  readonly horizon_days: number
  readonly rmst_days: number
  readonly rmst_std_error: number
  readonly survival_30: number | null
}

export interface Survival {
  readonly steps: readonly Step[]
  readonly summaries: readonly Summary[]
}

const models: readonly (readonly [name: string, path: string])[] = [
  ['int_survival_subjects', 'intermediate/memberships/int_survival_subjects.sql'],
  ['int_survival_steps', 'intermediate/memberships/int_survival_steps.sql'],
  ['fct_membership_survival', 'marts/retention/fct_membership_survival.sql'],
  ['fct_membership_survival_summary', 'marts/retention/fct_membership_survival_summary.sql'],
]

/** What the models make of lives, by contract. */
export const survivalOf = async (duck: Duck, lives: readonly Life[]): Promise<Survival> => {
  const rows = lives.map(
    ({ contract, entry, duration, isEvent }, nth) =>
      `(1, 'p${nth}', date '2026-01-01', date '2026-06-30', ${entry}, ${duration}, ${isEvent}, '${contract}', 20, 1, '2026-Q1')`,
  )
  await duck.run(`create or replace table int_membership_lives as
    select * from (values ${rows.join(', ')}) as lives (site_id, person_key, started_on, observed_until, entry_day,
      duration_days, is_event, contract_name, program_id, location_id, start_quarter)`)
  for (const [name, path] of models) {
    await duck.run(`create or replace table ${name} as ${await renderModel(path, 'macros/ratio.sql')}`)
  }
  return {
    steps: await duck.rows<Step>(`
      select segment_value as contract, day, at_risk_n::int as at_risk_n, event_n::int as event_n,
        censored_n::int as censored_n, survival::double as survival, std_error::double as std_error, ci_low::double as ci_low,
        ci_high::double as ci_high
      from fct_membership_survival where segment_by = 'contract' order by contract, day`),
    summaries: await duck.rows<Summary>(`
      select segment_value as contract, subjects_n::int as subjects_n, late_entries_n::int as late_entries_n,
        events_n::int as events_n, median_days, median_low_days, median_high_days, horizon_days,
        rmst_days::double as rmst_days, rmst_std_error::double as rmst_std_error, survival_30::double as survival_30
      from fct_membership_survival_summary where segment_by = 'contract' order by contract`),
  }
}
