// Finance tables of one's own: what a spreadsheet does to them is read kindly, what cannot be meant is named with its place.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { faultLine, readFinanceTables } from '../../src/finance/gl-tables.ts'
import type { FinanceTables } from '../../src/finance/gl-tables.ts'
import { prepareOwnTables } from '../../src/finance/own-tables.ts'
import { shippedPairs } from '../../src/finance/setting-cells.ts'
import { tableColumns } from '../../src/finance/table-columns.ts'

const projectDir = fileURLToPath(new URL('../../models', import.meta.url))

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'finance-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const put = (file: string, ...lines: readonly string[]): Promise<void> =>
  writeFile(join(folder, file), lines.join('\n'))

const read = (): Promise<FinanceTables> => readFinanceTables({ folder, projectDir })

const faults = async (): Promise<readonly string[]> => (await read()).faults.map(faultLine)

const mapHeader =
  'rule_id,posting_role,site_id,item_kind,revenue_category_id,account_code,valid_from,valid_to'

describe('finance tables', () => {
  it('are the shipped ones without a folder, and those are whole', async () => {
    const { own, faults: none } = await readFinanceTables({ folder: undefined, projectDir })
    expect({ own, none }).toEqual({ own: [], none: [] })
  })

  it('are read as a spreadsheet saves them', async () => {
    await put(
      'gl_map.csv',
      '\uFEFFRule ID;Posting Role;Site ID;Item kind;Account code;Valid from;Valid to;Note;',
      'packs;revenue; 123.0 ;Service;4010;2026-1-5;31/12/2026;1,234 lines, 45,210.00 USD;',
      ';;;;;;;;',
      'gift;gift-card-liab;;;2300;;;;',
    )
    const { tables, faults: none } = await read()
    expect(none).toEqual([])
    expect(tables.gl_map.rows.map(({ line, cells }) => [line, cells])).toMatchObject([
      [
        2,
        {
          posting_role: 'REVENUE',
          site_id: '123',
          item_kind: 'service',
          valid_from: '2026-01-05',
          valid_to: '2026-12-31',
        },
      ],
      [4, { posting_role: 'GIFT_CARD_LIAB', site_id: '', account_code: '2300', valid_from: '1900-01-01' }],
    ])
  })

  it('are told all their faults, each with its line and column', async () => {
    await put(
      'gl_map.csv',
      mapHeader,
      'a,REVENU,,service,,4000,,',
      'b,REVENUE,abc,servce,,4O00,01/02/2026,',
      'c,REVENUE,,service,11,4000,2026-02-01,2026-01-01',
      'c,REVENUE,,service,12,4000,,',
      'd,REVENUE,,service,12,4000,2027-01-01,',
      'e,REVENUE,,service,13,4000,,,,surplus',
      'f,REVENUE,1.23E+11,service,14,400,,',
    )
    expect(await faults()).toEqual([
      'gl_map.csv, line 2, posting_role: "REVENU" is not known; did you mean REVENUE?',
      'gl_map.csv, line 3, site_id: "abc" is no whole number',
      'gl_map.csv, line 3, item_kind: "servce" is not known; did you mean service?',
      'gl_map.csv, line 3, valid_from: "01/02/2026" is 2026-01-02 or 2026-02-01; write the day as YYYY-MM-DD',
      'gl_map.csv, line 4, valid_to: 2026-01-01 is not after valid_from 2026-02-01; valid_to is the day after the last',
      'gl_map.csv, line 7: has more cells than the header; put a text with commas into "quotes"',
      'gl_map.csv, line 8, site_id: "1.23E+11" was shortened by a spreadsheet; format the column as text and enter the number again',
      'gl_map.csv, line 6: has the same keys as line 5 on the same days, so neither would win; take one out, or end one with valid_to',
    ])
  })

  it.each([
    [
      'rule_id,posting_role,acount_code',
      'gl_map.csv, line 1: has no column "acount_code"; did you mean account_code?',
    ],
    ['rule_id,posting_role', 'gl_map.csv, line 1: lacks the column "account_code"'],
    ['rule_id,rule_id,posting_role,account_code', 'gl_map.csv, line 1: names the column "rule_id" twice'],
    ['', 'begins without a header'],
    ['"rule_id,posting_role', 'The file is no readable CSV'],
  ])('refuse the header %s', async (header, fault) => {
    await put('gl_map.csv', header, 'a,b,c')
    expect((await faults())[0]).toContain(fault)
  })

  it('know the accounts of the studio’s own chart, and SUSPENSE', async () => {
    await put('gl_account.csv', 'account_code,account_name,account_type', '200,Sales,revenue')
    await put(
      'gl_map.csv',
      mapHeader,
      'a,REVENUE,,service,,200,,',
      'b,SUSPENSE,,,,SUSPENSE,,',
      'c,BANK,,,,20,,',
    )
    expect(await faults()).toEqual([
      'gl_map.csv, line 4, account_code: "20" is no account of gl_account.csv; did you mean 200?',
    ])
  })

  it('keep rules without an account apart: nobody has decided yet', async () => {
    await put('gl_map.csv', mapHeader, 'a,REVENUE,,service,11,,,', 'b,REVENUE,,service,,4000,,')
    const { undecided, tables, faults: none } = await read()
    expect(none).toEqual([])
    expect(undecided.map(({ cells }) => cells['rule_id'])).toEqual(['a'])
    expect(tables.gl_map.rows.map(({ cells }) => cells['rule_id'])).toEqual(['b'])
  })

  it.each([
    [
      'recognition_policy.csv',
      'policy_id,method,breakage,discount,breakage_rate',
      'p,auto,proportional,net,',
      'breakage_rate: is empty',
    ],
    [
      'recognition_policy.csv',
      'policy_id,method,breakage,discount,breakage_rate',
      'p,per_dya,none,net,',
      'did you mean per_day?',
    ],
    [
      'recognition_policy.csv',
      'policy_id,method,breakage,discount,breakage_rate',
      'p,auto,none,net,1',
      'no share between 0 and 1',
    ],
    [
      'recognition_policy.csv',
      'policy_id,method,breakage,discount',
      'p,auto,none,net\nq,auto,none,net',
      'the same keys as line 2',
    ],
    ['tax_map.csv', 'tax_slot,rate', '1,20 %', 'write 0.20 for 20 %'],
    ['tax_map.csv', 'tax_slot,rate', '1,"0,05"', 'write 0.05'],
    ['tax_map.csv', 'site_id,tax_slot,rate', '1,1,0.2\n1,1,0.1', 'the same keys as line 2'],
    [
      'tender_map.csv',
      'method,tender_kind,is_cash_equivalent',
      'Cash,cash,perhaps',
      'neither true nor false',
    ],
    [
      'tender_map.csv',
      'method,tender_kind,is_cash_equivalent',
      'Cash,cash,true\ncash,other,true',
      '"cash" stands in line 2 already',
    ],
    [
      'tender_map.csv',
      'method,tender_kind,is_cash_equivalent',
      'Voucher,,true',
      'is empty; say which of cash',
    ],
    [
      'gl_account.csv',
      'account_code,account_name,account_type',
      '1,Bank,asset\n1,Cash,asset',
      '"1" stands in line 2 already',
    ],
    ['gl_account.csv', 'account_code,account_name,account_type', '1,Bank,', 'account_type: is empty'],
    ['period_close.csv', 'site_id,period', '1,2026-13', 'no month'],
    [
      'fx.csv',
      'rate_date,from_currency,to_currency,rate,kind',
      '2026-06-30,USD,EUR,0,closing',
      'no rate above 0',
    ],
    ['item_kind_rule.csv', 'rule_no,item_kind', '1,gift', '"gift" is none of service'],
    [
      'settings.csv',
      'revenue_location',
      'usege',
      'revenue_location: "usege" is not known; did you mean usage?',
    ],
    ['settings.csv', 'consuming_outcomes', '"attended, missed"', '"missed" is none of attended'],
    ['settings.csv', 'comp_as\nnothing', 'contra', 'settings.csv, line 3: is a second row'],
    ['settings.csv', 'presets', 'gaap_default', 'has no column "presets"'],
    ['settings.csv', 'active_days', '60', 'active_days 60 is not less than lapsed_days 60 (as shipped)'],
    ['settings.csv', 'lapsed_days', '30', 'settings.csv, line 2, lapsed_days: active_days 30 (as shipped)'],
    ['settings.csv', 'new_days,active_days', '31,', 'new_days 31 is more than active_days 30 (as shipped)'],
    ['settings.csv', 'active_days', '0', '"0" is no number of 1 or more'],
    ['settings.csv', 'return_windows', '"7, 0"', '"0" is no number of days from 1 to 9999'],
    ['settings.csv', 'low_fill,full_fill', '0.9,0.8', 'low_fill 0.9 is not less than full_fill 0.8'],
    ['settings.csv', 'engaging_outcomes', 'early_cancel', '"early_cancel" is not known'],
    ['excluded_person.csv', 'site_id,client_id,reason', '1,7,', 'line 2, reason: is empty'],
    [
      'excluded_person.csv',
      'site_id,client_id,reason',
      '1,7,house\n1,7,test',
      '"7" stands in line 2 already',
    ],
    [
      'site_closure.csv',
      'site_id,from_date,until_date',
      '1,2026-08-10,2026-08-09',
      'until_date: 2026-08-09 is before from_date 2026-08-10',
    ],
    [
      'site_closure.csv',
      'site_id,from_date,until_date',
      '1,2026-08-01,2026-08-10\n2,2026-08-10,2026-08-20\n1,2026-08-10,2026-08-20',
      'site_closure.csv, line 4: has days of line 2',
    ],
    ['gl_maps.csv', mapHeader, '', 'gl_maps.csv: is not read; did you mean gl_map.csv?'],
    ['gl_map.xlsx', '', '', 'save it as gl_map.csv'],
  ])('%s: %s / %s', async (file, header, rows, fault) => {
    await put(file, header, rows)
    expect((await faults()).join('\n')).toContain(fault)
  })

  it('reach dbt in full, and only when whole', async () => {
    await put('gl_map.csv', mapHeader, 'a,revenue,,service,,4000,,', 'b,REVENUE,,product,,,,')
    const { finance: paths } = await prepareOwnTables(folder, { folder, projectDir })
    expect(Object.keys(paths)).toEqual(['gl_map'])
    expect(await readFile(paths.gl_map ?? '', 'utf8')).toBe(
      'rule_id,posting_role,site_id,location_id,item_kind,revenue_category_id,subcategory_id,service_category_id,product_id,payment_method_id,tax_slot,account_code,department,tax_code,valid_from,valid_to\n' +
        'a,REVENUE,,,service,,,,,,,4000,,,1900-01-01,\n',
    )
    await put('gl_map.csv', mapHeader, 'a,revenue,,service,,4OOO,,')
    await expect(prepareOwnTables(folder, { folder, projectDir })).rejects.toMatchObject({
      code: 'FINANCE_TABLES_BROKEN',
      exitCode: 3,
    })
  })

  it('carry what holds for all sites as variables, and leave the rest as shipped', async () => {
    const header = 'recognition_preset,consuming_outcomes,dormancy_days,reporting_currency,comp_as'
    await put('settings.csv', header, 'Mindbody Native,attended; no_show,90,usd,')
    const { settings, finance, hash } = await prepareOwnTables(folder, { folder, projectDir })
    expect(finance).toEqual({})
    expect(settings).toEqual({
      recognition_preset: 'mindbody_native',
      consuming_outcomes: ['attended', 'no_show'],
      dormancy_days: 90,
      reporting_currency: 'USD',
    })
    const shipped = await prepareOwnTables(folder, { folder: undefined, projectDir })
    expect(shipped.settings).toEqual({})
    expect(hash).not.toBe(shipped.hash)
  })

  it('give dbt lists, numbers and answers, however many values a list has', async () => {
    const header = 'engaging_outcomes,return_windows,prep_counts_as_booked,low_fill,lapsed_days'
    await put('settings.csv', header, 'attended,"90; 7 30, 7",yes,.25,31')
    const { settings } = await prepareOwnTables(folder, { folder, projectDir })
    expect(settings).toEqual({
      engaging_outcomes: ['attended'],
      return_windows: [7, 30, 90],
      prep_counts_as_booked: true,
      low_fill: 0.25,
      lapsed_days: 31,
    })
  })

  it('carry who is nobody’s customer and when a site was shut', async () => {
    await put('excluded_person.csv', 'site_id,client_id,reason', '1,0007,house account')
    await put(
      'site_closure.csv',
      'site_id,from_date,until_date',
      '1,2026-8-1,2026-08-10',
      '1,2026-08-11,2026-08-11',
    )
    const { finance: paths } = await prepareOwnTables(folder, { folder, projectDir })
    expect(await readFile(paths.excluded_person ?? '', 'utf8')).toBe(
      'site_id,client_id,reason\n1,0007,house account\n',
    )
    expect(await readFile(paths.site_closure ?? '', 'utf8')).toBe(
      'site_id,from_date,until_date,reason\n1,2026-08-01,2026-08-10,\n1,2026-08-11,2026-08-11,\n',
    )
  })

  it('know every setting as a variable of the dbt project', async () => {
    const { vars } = parse(await readFile(join(projectDir, 'dbt_project.yml'), 'utf8')) as {
      readonly vars: Readonly<Record<string, unknown>>
    }
    expect(vars).toMatchObject(shippedPairs)
    expect(tableColumns.settings.filter((name) => !(name in vars))).toEqual([])
  })
})
