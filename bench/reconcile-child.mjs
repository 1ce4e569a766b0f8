// One step in a process of its own. `make N FOLDER`: marts of N sale lines and a sales CSV of them; `rows N FOLDER`: both sides
// compared straight from tables; `file N FOLDER`: the CSV, from its first byte to the last difference. Prints what it took as JSON.
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { once } from 'node:events'
import { salesProfile } from '../dist/profiles/sales.js'
import { silentLog } from '../dist/src/core/log.js'
import { Duck, quoteText } from '../dist/src/lakehouse/duck.js'
import { compare } from '../dist/src/reconcile/compare.js'
import { reconcile } from '../dist/src/reconcile/reconcile.js'
import { nativeDdl } from '../dist/src/reports/native-table.js'

const [, , step, count, folder] = process.argv
const rows = Number(count)

/** Every three-hundredth row differs, in five ways: a cent, a day, an odd amount, a payment method, one that is missing. */
const oddity = '(i % 300 + i // 300) % 5'
const isOdd = 'i % 300 = 7'

const martSql = `
  create table marts.main.dim_site as select 1::bigint as site_id, 'Europe/London' as time_zone, 'GBP' as currency;
  create table marts.main.dim_location as
    select 1::bigint as site_id, 1::bigint as location_id, 'Studio' as location_name, false as is_online_store, true as is_listed;
  create table marts.main.dim_client as
    select 1::bigint as site_id, (1000 + i)::varchar as client_id, 1 + i as client_unique_id, 1 + i as survivor_unique_id,
      null::varchar as merge_path
    from range(5000) as t(i);
  create table marts.main.rec_sales_line as
    select 1::bigint as site_id, 100000 + i // 2 as sale_id, i as sale_detail_id, 'Item ' || (i % 50) as item_name,
      'Method ' || (i % 4) as payment_method, ((500 + i % 9000) / 100)::decimal(18, 4) as paid,
      (date '2025-07-01' + (i // 2 % 365)::integer) as local_date,
      timestamp '2025-07-01 12:00:00' + to_days((i // 2 % 365)::integer) as sold_at_local,
      (1000 + i // 2 % 5000)::varchar as client_id, 1::bigint as location_id, 'Studio' as location_name,
      1::decimal(18, 4) as quantity, ((500 + i % 9000) / 100)::decimal(18, 4) as item_total, false as is_returned,
      true as is_active_location, true as in_accrual, true as in_cash, false as is_return,
      0::decimal(18, 4) as tax_part, 0::decimal(18, 4) as tip_part, 0::decimal(18, 4) as discount_part,
      timestamp '2026-07-01' as changed_at, timestamp '2025-07-01' as read_since
    from range(${rows}) as t(i)`

const nativeSql = `
  select i + 2 as row_no,
    date '2025-07-01' + (i // 2 % 365)::integer + if(${isOdd} and ${oddity} = 1, 1, 0) as local_date,
    (100000 + i // 2)::varchar as parent, 'item ' || (i % 50) as item,
    if(${isOdd} and ${oddity} = 3, 'voucher', 'method ' || (i % 4)) as facet,
    500 + i % 9000 + case when not ${isOdd} then 0 when ${oddity} = 0 then 1 when ${oddity} = 2 then 137 else 0 end as amount,
    (1000 + i // 2 % 5000)::varchar as client, 'studio' as location, null as category
  from range(${rows}) as t(i) where not (${isOdd} and ${oddity} = 4)`

const period = { from: '2025-07-01', to: '2026-06-30' }
const marts = join(folder, 'marts.duckdb')
const file = join(folder, 'Sales.csv')

const withDuck = async (work) => {
  const duck = await Duck.open(join(folder, `${step}.duckdb`), { tempDir: join(folder, 'spill') })
  try {
    return await work(duck)
  } finally {
    duck.close()
  }
}

/** Seconds by pass, told by what each statement writes. */
const timing = (duck) => {
  const seconds = {}
  const run = duck.run.bind(duck)
  duck.run = async (sql, values) => {
    const began = performance.now()
    await run(sql, values)
    const step =
      /insert into pairs[\s\S]*'(\w+)', (?:true|false)/.exec(sql)?.[1] ??
      /create (?:or replace )?(?:table|view) (\w+)/.exec(sql)?.[1]
    if (step !== undefined) seconds[step] = (seconds[step] ?? 0) + (performance.now() - began) / 1_000
  }
  return seconds
}

const settled = {
  ...period,
  basis: { value: 'accrual', source: 'flag' },
  locations: undefined,
  returns: 'include',
  areReturnsTold: false,
  exportedAtUtc: undefined,
  settings: [],
}

const compareTables = () =>
  withDuck(async (duck) => {
    await duck.run(`attach ${quoteText(marts)} as marts (read_only)`)
    await duck.run(nativeDdl)
    await duck.run(`insert into native ${nativeSql}`)
    const steps = timing(duck)
    const began = performance.now()
    const found = await compare(duck, {
      profile: salesProfile,
      siteId: 1,
      zone: 'Europe/London',
      settled,
      askBasis: () => Promise.reject(new Error('The basis is told.')),
    })
    return {
      seconds: Math.round((performance.now() - began) / 100) / 10,
      differences: found.judged.length,
      steps,
    }
  })

const header =
  'Sale Date,Client ID,Client,Sale ID,Item name,Batch #,Sales Notes,Location,,Color,Size,Item price,Quantity,Subtotal,Discount %,Discount amount,Tax,Item Total,Total Paid w/ Payment Method,Payment Method'

/** Marts, and their lines as Mindbody exports them. */
const make = () =>
  withDuck(async (duck) => {
    await duck.run(`attach ${quoteText(marts)} as marts`)
    await duck.run(martSql)
    const out = createWriteStream(file)
    out.write(`${header}\n`)
    const lines = duck.stream(
      `select *, strftime(local_date, '%m/%d/%Y') as day from (${nativeSql}) order by row_no`,
    )
    for await (const { day, client, parent, item, facet, amount } of lines) {
      const paid = (amount / 100).toFixed(2)
      const line = `${day},${client},"Doe, Jane",${parent},${item},,,Studio,,,,${paid},1,${paid},0,0.00,0.00,${paid},${paid},${facet}\n`
      if (!out.write(line)) await once(out, 'drain')
    }
    out.end()
    await once(out, 'finish')
    return {}
  })

const compareFile = async () => {
  const flag = (value) => ({ value, source: 'flag' })
  const found = await reconcile({
    profile: salesProfile,
    origin: 'confirmed',
    file,
    siteId: 1,
    given: { from: flag(period.from), to: flag(period.to), basis: flag('accrual') },
    marts,
    log: silentLog(),
  })
  return { differences: found.details.length }
}

const began = performance.now()
const measured = await { make, rows: compareTables, file: compareFile }[step]()
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
const tenths = (number) => Math.round(number * 10) / 10
console.log(
  JSON.stringify({
    seconds: tenths((performance.now() - began) / 1_000),
    cpu_seconds: tenths((userCPUTime + systemCPUTime) / 1e6),
    ...measured,
    // maxRSS is in KiB.
    peak_rss_mib: Math.round(maxRSS / 1024),
  }),
)
