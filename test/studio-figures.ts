// Holds published marts against the figures the simulated studio counts from its own life, never from API records.
import { expect } from 'vitest'
import type { Duck } from '../src/lakehouse/duck.ts'
import type { Business } from '../src/sandbox/business.ts'
import { classFigures } from '../src/sandbox/figures-classes.ts'
import { cohortCells } from '../src/sandbox/figures-cohorts.ts'
import { peopleOf } from '../src/sandbox/figures-people.ts'
import { figuresOf } from '../src/sandbox/figures.ts'
import { inOrder } from './studio-figure.ts'

/** Sales and payments per local day and location to the cent, visits per class, complete cohort cells; nobody told of merges. */
export const expectStudioFigures = async (marts: Duck, business: Business): Promise<void> => {
  const figures = figuresOf(business)
  const sales = await marts.rows(
    `select site_id, local_date::varchar as local_date, location_id,
       (sum(gross) * 100)::bigint as gross_cents, (sum(discount) * 100)::bigint as discount_cents,
       (sum(net) * 100)::bigint as net_cents, (sum(tax) * 100)::bigint as tax_cents,
       (sum(total) * 100)::bigint as total_cents
     from marts.fct_sale_line group by all`,
  )
  expect(inOrder(sales)).toEqual(inOrder(figures.salesByDay))

  const payments = await marts.rows(
    `select site_id, local_date::varchar as local_date, location_id, method,
       (sum(amount) * 100)::bigint as amount_cents
     from marts.fct_payment group by all`,
  )
  expect(inOrder(payments)).toEqual(inOrder(figures.paymentsByDay))

  const classes = await marts.rows(
    `select site_id, class_id, signed_in, booked, late_cancel, no_show
     from marts.fct_class_occurrence where not is_enrollment`,
  )
  expect(inOrder(classes)).toEqual(
    inOrder(
      classFigures(business).map(({ site_id, class_id, signed_in, booked, late_cancel, no_show }) => ({
        site_id,
        class_id,
        signed_in,
        booked,
        late_cancel,
        no_show,
      })),
    ),
  )

  const cohorts = await marts.rows(
    `select site_id, cohort_type, cohort_month::varchar as cohort_month, month_index, cohort_size, active_n
     from marts.fct_cohort_retention where cohort_type = 'first_visit' and is_mature`,
  )
  const visited = cohortCells(peopleOf(business, { merges: false })).filter(
    ({ cohort_type: type }) => type === 'first_visit',
  )
  expect(inOrder(cohorts)).toEqual(
    inOrder(visited.map(({ censored_n: _censored, revenue_cents: _cents, ...cell }) => cell)),
  )

  expect(await marts.rows("select * from marts.data_quality where severity = 'warn'")).toEqual([])
}
