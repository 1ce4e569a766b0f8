// Holds the marts against the simulated studios' own books.
import { expect } from 'vitest'
import type { Duck } from '../src/lakehouse/duck.ts'
import { booksOf, type Owed } from '../src/sandbox/books.ts'
import type { Business } from '../src/sandbox/business.ts'

const told = (rows: readonly Owed[]): readonly string[] =>
  rows
    .filter(({ cents }) => cents !== 0)
    .map(({ site_id, kind, program_id, month_end, cents }) =>
      [site_id, kind, program_id ?? '', month_end, cents].join(' '),
    )
    .sort()

/** What is deferred at each month's end, by site and program. */
export const expectDeferred = async (transform: Duck, business: Business): Promise<void> => {
  const rows = await transform.rows<Owed>(
    `select site_id, 'deferred' as kind, service_category_id as program_id, month_end::varchar as month_end,
       (deferred * 100)::bigint as cents
     from marts.fct_deferred_balance`,
  )
  expect(told(rows)).toEqual(told(booksOf(business).filter(({ kind }) => kind === 'deferred')))
}

/**
 * What each liability role of the live journal comes to at each month's end. What a bank took back is a claim too, which the
 * client's account knows nothing of: it is left out.
 */
export const expectLiabilities = async (transform: Duck, business: Business): Promise<void> => {
  const rows = await transform.rows<Owed>(
    `with kinds(posting_role, kind, sign) as (values
       ('GIFT_CARD_LIAB', 'gift_card', -1), ('CLIENT_CREDIT_LIAB', 'client_credit', -1),
       ('AR_CLIENT', 'receivable', 1), ('TIPS_PAYABLE', 'tips', -1)),
     moved as (
       select site_id, kind, last_day(event_date) as month_end, currency, sum(sign * units) as units
       from intermediate.int_journal_live inner join kinds using (posting_role)
       where basis = 'earned' and source_type <> 'transaction'
       group by all),
     months as (
       select distinct site_id, kinds.kind, month_end
       from (select distinct site_id, last_day(event_date) as month_end from intermediate.int_journal_live) cross join kinds)
     select site_id, kind, null as program_id, months.month_end::varchar as month_end,
       (select coalesce(sum(units * if(currency = 'JPY', 100, 1)), 0)::bigint from moved
        where moved.site_id = months.site_id and moved.kind = months.kind and moved.month_end <= months.month_end) as cents
     from months`,
  )
  expect(told(rows)).toEqual(told(booksOf(business).filter(({ kind }) => kind !== 'deferred')))
}
