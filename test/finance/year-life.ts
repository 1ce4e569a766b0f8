// A year of four simulated studios whose books are closed every month, by the verbs a bookkeeper would use.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createBusiness, type Business } from '../../src/sandbox/business.ts'
import { addDays, addMonths } from '../../src/sandbox/calendar.ts'
import { simulatedMap } from '../../src/sandbox/chart.ts'
import { london } from '../../src/sandbox/plan-london.ts'
import { losAngeles } from '../../src/sandbox/plan-los-angeles.ts'
import { category } from '../../src/sandbox/plan-shared.ts'
import { sydney } from '../../src/sandbox/plan-sydney.ts'
import { tokyo } from '../../src/sandbox/plan-tokyo.ts'
import type { SitePlan } from '../../src/sandbox/plan.ts'
import { runHere } from '../commands/in-process.ts'
import { refill, studioHome } from '../models/studio-warehouse.ts'

/** The two large studios with fewer clients and classes, and an item to pay debts by, which they do not sell. */
const small = (plan: SitePlan): SitePlan => ({
  ...plan,
  clientsAtStart: 45,
  joinsPerDay: 0.15,
  slots: plan.slots.filter((_slot, nth) => nth % 3 === 0),
  products: [
    ...plan.products,
    {
      productId: plan.siteId * 10,
      name: 'Account Payment',
      kind: 'account_payment',
      cents: 5_000,
      categoryId: category.accountCredit,
    },
  ],
})

const sites = [small(losAngeles), small(london), sydney, tokyo]

const firstMonth = '2025-07-01'

/** Noon UTC of this day, as days before the simulated base now. */
const daysUntil = (day: string): number => (Date.parse(day) - Date.parse('2026-07-01')) / 86_400_000

/** What a month's close reads; the tests of these models run with them. */
const closing = ['+fct_journal_line', '+fct_sale_line', '+fct_visit', '+dim_site', '+int_expiry_proposals']

export interface Frozen {
  readonly site_id: number
  readonly period: string
  readonly path: string
  readonly hash: string
}

export interface Year {
  readonly home: string
  readonly business: Business
  readonly frozen: readonly Frozen[]
  remove(): Promise<void>
}

const json = async (args: readonly string[]): Promise<Record<string, unknown>> => {
  const { stdout, stderr } = await runHere([...args, '--json'])
  try {
    return JSON.parse(stdout) as Record<string, unknown>
  } catch (cause) {
    throw new Error(`${args.join(' ')}: ${stderr}`, { cause })
  }
}

/** The build as its verb runs it: closed journals checked, expiries registered, marts published. */
const build = async (home: string, selection: readonly string[]): Promise<void> => {
  const told = await json(['build', ...selection, '--home', home])
  const failures = told['failures']
  if (!Array.isArray(failures) || failures.length > 0 || told['published'] === null)
    throw new Error(`the build failed: ${JSON.stringify(told)}`)
}

const close = async (home: string, period: string): Promise<readonly Frozen[]> => {
  const told = await json(['close', '--period', period, '--home', home, '--by', 'the year'])
  const closed = told['closed'] as readonly {
    site_id: number
    period: string
    file_path: string
    journal_hash: string
  }[]
  if (!Array.isArray(closed)) throw new Error(`${period} was not closed: ${JSON.stringify(told)}`)
  return closed.map(({ site_id, file_path, journal_hash }) => ({
    site_id,
    period,
    path: join(home, file_path),
    hash: journal_hash,
  }))
}

const policies = fileURLToPath(new URL('../../models/seeds/recognition_policy.csv', import.meta.url))

/** The finance folder of a month: in spring one policy is other than before and after, and apparel moves to another account. */
const writeFinance = async (home: string, month: string): Promise<void> => {
  const folder = join(home, 'finance')
  await mkdir(folder, { recursive: true })
  const map = simulatedMap(sites)
  await writeFile(join(folder, 'gl_map.csv'), month < '2026-04' ? map : map.replaceAll(',4510,', ',4500,'))
  const own = join(folder, 'recognition_policy.csv')
  if (month.startsWith('2026-03')) {
    const [header = '', ...shipped] = (await readFile(policies, 'utf8')).trim().split('\n')
    const place = header.split(',')
    const rule: Readonly<Record<string, string>> = {
      policy_id: 'drop_ins_at_once',
      revenue_category_id: String(category.dropIns),
      method: 'auto',
      breakage: 'immediate',
      discount: 'net',
      valid_from: '2000-01-01',
    }
    const row = place.map((column) => rule[column] ?? '').join(',')
    await writeFile(own, `${[header, ...shipped, row].join('\n')}\n`)
  } else await rm(own, { force: true })
}

/** Lives the year and closes each of its months on the third of the next; ends with every model built and tested. */
export const liveYear = async (): Promise<Year> => {
  const third = (nth: number): string => addDays(addMonths(firstMonth, nth + 1), 2)
  const business = createBusiness({ sites, books: true, days: daysUntil(third(0)) })
  const home = await studioHome()
  const remove = (): Promise<void> => rm(home, { recursive: true, force: true })
  const frozen: Frozen[] = []
  try {
    for (let nth = 0; nth < 12; nth += 1) {
      const month = addMonths(firstMonth, nth)
      business.advance(daysUntil(third(nth)) - business.days)
      await refill(home, business)
      await writeFinance(home, month)
      // The first build makes all marts: closing asks one of them how fresh they are.
      await build(home, nth === 0 ? [] : closing)
      frozen.push(...(await close(home, month.slice(0, 7))))
    }
    business.advance(20)
    await refill(home, business)
    await build(home, [])
  } catch (error) {
    await remove()
    throw error
  }
  return { home, business, frozen, remove }
}
