// A home with a warehouse and hand-made marts that hold a journal: what closing and exporting read.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openControl } from '../../src/control/database.ts'
import { Duck, quoteText } from '../../src/lakehouse/duck.ts'
import { Warehouse } from '../../src/lakehouse/warehouse.ts'

export interface Side {
  readonly site?: number
  readonly entry: string
  readonly day: string
  readonly account: string
  /** Positive is a debit. */
  readonly amount: number
  readonly location?: number
  readonly basis?: 'earned' | 'cash_books'
  readonly currency?: string
  readonly memo?: string
  readonly rule?: string
  readonly isBeforeBooks?: boolean
  readonly adjusts?: { readonly period: string; readonly cause: string }
}

const text = (value: string | undefined): string => (value === undefined ? 'null' : quoteText(value))

const sideRow = (side: Side, lineNo: number): string => {
  const { site = 1, entry, day, account, amount, location = 1, basis = 'earned', currency = 'USD' } = side
  const [debit, credit] = amount > 0 ? [amount, 0] : [0, -amount]
  const period = text(day.slice(0, 7))
  return `(${site}, '${basis}', ${text(entry)}, ${lineNo}, date '${day}', date '${day}', ${period}, ${location}, ${text(account)},
    'REVENUE', ${debit}, ${credit}, '${currency}', 'sale', '7', 0, 7, 71, null, null, null, null, null, null, ${text(side.rule ?? 'rule')}, null,
    ${side.adjusts !== undefined}, ${side.adjusts === undefined ? 'null' : "'before'"}, ${text(side.adjusts?.period)},
    ${text(side.adjusts?.cause)}, ${text(side.memo)}, ${side.isBeforeBooks === true})`
}

/** Two sides that balance: cash in, revenue out. */
export const sold = (
  entry: string,
  day: string,
  amount: number,
  more: Partial<Side> = {},
): readonly Side[] => [
  { entry, day, amount, account: '1050', ...more },
  { entry, day, amount: -amount, account: '4000', ...more },
]

export interface JournalHome {
  readonly home: string
  readonly marts: string
  /** Replaces the marts, built now. */
  publish(sides: readonly Side[], reached: string, builtAt?: string): Promise<void>
  /** Puts a commit on record, as a sync does. */
  commit(at: string): Promise<void>
  /** Says when sales and visits of every site were read last. */
  read(at: string): Promise<void>
  remove(): Promise<void>
}

const journalDdl = `create table fct_journal_line (site_id bigint, basis varchar, entry_id varchar, line_no bigint, event_date date,
  posting_date date, period varchar, location_id bigint, account_code varchar, posting_role varchar, debit decimal(18, 4),
  credit decimal(18, 4), currency varchar, source_type varchar, source_id varchar, event_seq bigint, sale_id bigint,
  sale_detail_id bigint, payment_id bigint, visit_id bigint, client_service_id bigint, service_category_id bigint,
  tax_slot bigint, payment_method_id bigint, rule_id varchar, policy_version varchar, is_adjustment boolean,
  adjusts_entry_id varchar, adjusts_period varchar, cause varchar, memo varchar, is_before_books boolean)`

/** A home as a sync and a build would leave it, without having read or built anything. */
export const journalHome = async (sites: readonly number[] = [1]): Promise<JournalHome> => {
  const folder = await mkdtemp(join(tmpdir(), 'journal-'))
  const home = join(folder, 'home')
  await (await Warehouse.open(home, [])).close()
  await (await openControl(join(home, 'control.db')))[Symbol.asyncDispose]()
  const marts = join(home, 'marts.duckdb')
  const publish: JournalHome['publish'] = async (sides, reached, builtAt = '2026-08-01 10:00:00') => {
    await rm(marts, { force: true })
    await using duck = await Duck.open(marts)
    await duck.run(`${journalDdl};
      create table fct_sale_line (site_id bigint, local_date date);
      create table fct_visit (site_id bigint, local_date date, outcome varchar);
      insert into fct_visit values (${sites[0] ?? 0}, date '2030-01-01', 'booked_future');
      create table dim_site (site_id bigint, site_name varchar, currency varchar, time_zone varchar);
      create table dim_location (site_id bigint, location_id bigint, location_name varchar);
      create table dim_account (account_code varchar, account_name varchar, account_type varchar);
      insert into dim_account values ('1050', 'Payments clearing', 'asset'), ('4000', 'Services', 'revenue'),
        ('SUSPENSE', 'Suspense', 'suspense');
      create table dim_gl_rule (rule_id varchar, department varchar, tax_code varchar);
      insert into dim_gl_rule values ('rule', null, null), ('yoga', 'Yoga', '20% (VAT on Income)');
      create table mart_freshness (mart varchar, built_at timestamp);
      insert into mart_freshness values ('fct_journal_line', timestamp '${builtAt}');`)
    for (const site of sites) {
      await duck.run(`insert into dim_site values (${site}, 'Studio ${site}', 'USD', 'America/Los_Angeles');
        insert into dim_location values (${site}, 1, 'Main Street'), (${site}, 2, '=Mill, "Old"');
        insert into fct_sale_line values (${site}, date '${reached}');`)
    }
    if (sides.length > 0) {
      const rows = sides.map((side, index) => sideRow(side, index + 1))
      await duck.run(`insert into fct_journal_line values ${rows.join(', ')}`)
    }
  }
  return {
    home,
    marts,
    publish,
    commit: async (at) => {
      await using warehouse = await Warehouse.open(home, [])
      await warehouse.exclusive((duck) =>
        duck.run(`insert into meta.batches (seq, committed_at) values (1, timestamp '${at}')`),
      )
    },
    read: async (at) => {
      await using warehouse = await Warehouse.open(home, [])
      await warehouse.exclusive((duck) =>
        duck.run(`delete from meta.cursors; insert into meta.cursors (stream, site_id, updated_at)
          select stream, site_id, timestamp '${at}' from (values ('sales'), ('class_visits')) as streams(stream),
            (values ${sites.map((site) => `(${site})`).join(', ')}) as sites(site_id)`),
      )
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
