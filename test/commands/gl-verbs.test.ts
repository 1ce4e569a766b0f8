// `gl init` and `gl check` as a bookkeeper uses them, on marts written by hand.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Duck } from '../../src/lakehouse/duck.ts'
import { jsonHere, runHere } from './in-process.ts'

let home: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gl-'))
  await using duck = await Duck.open(join(home, 'marts.duckdb'))
  await duck.run(`
    create table dim_revenue_category as select * from (values
      (1, 11, 'Class Packs'), (1, 12, 'Memberships'), (1, 21, 'Apparel')) as c(site_id, category_id, category_name);
    create table fct_sale_line as select
        site_id::bigint as site_id, 5::bigint as location_id, date '2026-06-01' as local_date, item_kind, item_name,
        product_id::bigint as product_id, category_id::bigint as category_id, null::bigint as subcategory_id,
        null::bigint as program_id, net::decimal(18, 4) as net, discount::decimal(18, 4) as discount,
        0::decimal(18, 4) as tax, net < 0 as is_return, 'USD' as currency
      from (values
        (1, 'service', '10 Classes', 100, 11, 1000.5, 20), (1, 'service', '10 Classes', 100, 11, 500, 0),
        (1, 'service', 'Monthly', 101, 12, 90, 0), (1, 'product', 'Tee', 200, 21, 25, 0),
        (1, 'gift_card', 'Gift card', 300, null, 50, 0), (1, 'other', 'Locker', 400, null, 5, 0)
      ) as l(site_id, item_kind, item_name, product_id, category_id, net, discount);
    create table fct_payment as select 1::bigint as site_id, 5::bigint as location_id, date '2026-06-01' as local_date,
        method, tender_kind, method_id::bigint as payment_method_id, amount::decimal(18, 4) as amount, 'USD' as currency
      from (values ('Cash', 'cash', 1, 1600.5), ('Wellhub', 'unknown', 40, 70)) as p(method, tender_kind, method_id, amount)`)
})
afterEach(() => rm(home, { recursive: true, force: true }))

const gl = (verb: string, ...more: readonly string[]): Promise<Record<string, unknown>> =>
  jsonHere(['gl', verb, '--home', home, ...more])

const edit = async (file: string, change: (text: string) => string): Promise<void> => {
  const path = join(home, 'finance', file)
  await writeFile(path, change(await readFile(path, 'utf8')))
}

describe('gl', () => {
  it('begins with a rule for each category seen, its money beside it', async () => {
    expect(await gl('init')).toMatchObject({
      verb: 'gl init',
      ok: true,
      folder: join(home, 'finance'),
      categories: 4,
    })
    const map = await readFile(join(home, 'finance', 'gl_map.csv'), 'utf8')
    expect(map.split('\n').slice(1, 5)).toEqual([
      'service_11_1,REVENUE,1,,service,11,,,,,,,,,,,"Class Packs: 2 lines, 1,500.50 USD"',
      'service_12_1,REVENUE,1,,service,12,,,,,,,,,,,"Memberships: 1 line, 90.00 USD"',
      'product_21_1,REVENUE,1,,product,21,,,,,,,,,,,"Apparel: 1 line, 25.00 USD"',
      'other_any_1,REVENUE,1,,other,,,,,,,,,,,,"Without a category: 1 line, 5.00 USD"',
    ])
    expect(map).toContain('clearing,CLEARING,,,,,,,,,,1050,,,2000-01-01,,"Money taken from clients, until')
  })

  it('never overwrites what a bookkeeper has done, unless told to', async () => {
    await gl('init')
    const again = await gl('init')
    expect(again).toMatchObject({ ok: false, exit_code: 2, error: { code: 'USAGE' } })
    expect(await gl('init', '--force')).toMatchObject({ ok: true })
  })

  it('names what is open by money, with rows that close it', async () => {
    await gl('init')
    const open = await gl('check')
    expect(open).toMatchObject({ ok: false, exit_code: 1, faults: [], roles: [], no_policy: [] })
    expect(open['unmapped']).toMatchObject([
      {
        site_id: 1,
        item_kind: 'service',
        category_id: 11,
        category_name: 'Class Packs',
        lines: 2,
        amount: '1500.50',
        currency: 'USD',
        example: '10 Classes',
        undecided_line: 2,
        row: null,
      },
      { category_id: 12, amount: '90.00' },
      { category_id: 21, amount: '25.00' },
      { item_kind: 'other', category_id: null, category_name: null, amount: '5.00' },
    ])
    expect(open['tenders']).toMatchObject([{ method: 'Wellhub', amount: '70.00', row: '1,Wellhub,,' }])
    expect(open['undecided']).toHaveLength(4)
  })

  it('is content once every rule has its account and every tender its kind', async () => {
    await gl('init')
    await edit('gl_map.csv', (text) =>
      text.replaceAll(/^(\w+_1,REVENUE,1,,(?:service|product|other),\d*,,,,,,),/gm, '$14000,'),
    )
    await edit('tender_map.csv', (text) => `${text}1,Wellhub,other,false\n`)
    const { exitCode, stdout } = await runHere(['gl', 'check', '--home', home])
    expect(stdout).toContain('Everything has an account.')
    expect(exitCode).toBe(0)
  })

  it('gives rows as the studio’s own file has its columns and separators, and finds roles nobody mapped', async () => {
    await mkdir(join(home, 'finance'))
    await writeFile(
      join(home, 'finance', 'gl_map.csv'),
      'account_code;rule_id;posting_role;item_kind;revenue_category_id\n4000;s;REVENUE;service;12\n2300;g;GIFT_CARD_LIAB;;\n2100;d;DEFERRED;;\n4000;never;REVENUE;shipping;\n',
    )
    await writeFile(
      join(home, 'finance', 'recognition_policy.csv'),
      'policy_id,revenue_category_id,method,breakage,discount\np,11,auto,none,net\n',
    )
    const open = await gl('check')
    expect(open['unmapped']).toMatchObject([
      { category_id: 11, row: ';service_11_1;REVENUE;service;11' },
      { category_id: 21 },
      { item_kind: 'other' },
    ])
    expect(open['roles']).toMatchObject([
      { posting_role: 'CLEARING', lines: 2, amount: '1670.50', row: ';clearing;CLEARING;;' },
      { posting_role: 'DISCOUNT', lines: 1, amount: '20.00' },
    ])
    expect(open['no_policy']).toMatchObject([{ category_id: 12, row: 'service_12_1,12,auto,at_expiry,net' }])
    expect(open['unused_rules']).toEqual(['never'])
  })

  it('tells broken tables from open ones, and nothing is built or drawn with them', async () => {
    await mkdir(join(home, 'finance'))
    await writeFile(join(home, 'finance', 'gl_map.csv'), 'rule_id,posting_role,acount_code\n')
    expect(await gl('check')).toMatchObject({
      exit_code: 3,
      faults: [
        { file: 'gl_map.csv', line: 1, what: 'has no column "acount_code"; did you mean account_code?' },
        {},
      ],
      error: { code: 'FINANCE_TABLES_BROKEN' },
    })
    for (const verb of ['build', 'report']) {
      const { exitCode, stderr } = await runHere([verb, '--home', home])
      expect({ verb, exitCode }).toEqual({ verb, exitCode: 3 })
      expect(stderr).toContain('did you mean account_code?')
    }
  })

  it('takes the folder beside the configuration before the one in the home', async () => {
    const beside = join(home, 'etc')
    await mkdir(join(beside, 'finance'), { recursive: true })
    await mkdir(join(home, 'finance'))
    const config = join(beside, 'config.json')
    await writeFile(
      config,
      JSON.stringify({
        api_key: 'k',
        site_ids: [1],
        credentials: { type: 'api_key_only' },
        start_date: '2026-01-01',
      }),
    )
    expect(await gl('check')).toMatchObject({ folder: join(home, 'finance') })
    expect(await gl('check', '--config', config)).toMatchObject({ folder: join(beside, 'finance') })
  })

  it('asks for a build where nothing is published yet', async () => {
    await rm(join(home, 'marts.duckdb'))
    for (const verb of ['init', 'check'])
      expect(await gl(verb)).toMatchObject({
        exit_code: 3,
        error: { code: 'HOME_UNUSABLE', remedy: 'Run `sync` and `build` first.' },
      })
  })
})
