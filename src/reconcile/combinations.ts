// Other ways in which the report may have been run, and how well a file fits each: basis, returns, places.
import type { Duck } from '../lakehouse/duck.ts'
import type { Choice, Comparison } from './counted.ts'
import { countedSql, isSummed, oursSql } from './counted.ts'
import type { Returns } from './given.ts'
import type { Basis, ReportChoices } from '../reports/report-profile.ts'

/** Above this many places only all of them and those of the file are tried. */
const placeLimit = 40

const places = async (duck: Duck): Promise<readonly (readonly string[] | null)[]> => {
  const known = await duck.rows<{ location: string }>(
    'select distinct location from twin_rows where is_inside and location is not null order by 1 limit $1',
    [placeLimit + 1],
  )
  const inFile = await duck.rows<{ location: string }>(
    `select distinct location from native where location in (select location from twin_rows) order by 1`,
  )
  return [
    null,
    ...(inFile.length > 0 ? [inFile.map(({ location }) => location)] : []),
    ...(known.length > placeLimit ? [] : known.map(({ location }) => [location])),
  ]
}

const isSame = (one: Choice, other: Choice): boolean => JSON.stringify(one) === JSON.stringify(other)

/** Every other combination of what a person can choose for this report. */
const otherChoices = async (
  duck: Duck,
  choices: ReportChoices,
  current: Choice,
): Promise<readonly Choice[]> => {
  const bases: readonly (Basis | null)[] = choices.basis ? ['accrual', 'cash'] : [null]
  const returns: readonly Returns[] = choices.returns ? ['include', 'exclude'] : ['include']
  const locations = choices.locations ? await places(duck) : [null]
  return bases
    .flatMap((basis) =>
      returns.flatMap((inOrOut) =>
        locations.map((named): Choice => ({ basis, returns: inOrOut, locations: named })),
      ),
    )
    .filter((choice) => !isSame(choice, current))
}

/** Our total under each choice, by one reading of the twin. */
const totalsUnder = async (
  duck: Duck,
  choices: readonly Choice[],
  comparison: Comparison,
): Promise<readonly number[]> => {
  if (isSummed(comparison.twin)) {
    const totals: number[] = []
    for (const choice of choices) {
      const { total } = await duck.row<{ total: number }>(
        `select coalesce(sum(amount) filter (is_counted), 0)::bigint as total from (${oursSql(choice, comparison)})`,
      )
      totals.push(total)
    }
    return totals
  }
  const sums = choices.map((choice) => `coalesce(sum(amount) filter (${countedSql(choice)}), 0)::bigint`)
  const { totals } = await duck.row<{ totals: readonly number[] }>(
    `select [${sums.join(', ')}] as totals from twin_rows where is_inside`,
  )
  return totals
}

/** Rows that find no equal on the other side, by key, day and amount: of both sides, and of the file alone. */
interface Misses {
  readonly all: number
  readonly file: number
}

const missesUnder = (duck: Duck, choice: Choice, comparison: Comparison): Promise<Misses> => {
  const columns = 'parent, item, facet, day, amount'
  const lacking = 'coalesce(n.rows, 0) - coalesce(o.rows, 0)'
  return duck.row<Misses>(
    `select coalesce(sum(abs(${lacking})), 0)::bigint as "all", coalesce(sum(greatest(${lacking}, 0)), 0)::bigint as file
     from (select ${columns}, count(*) as rows from file_rows group by all) as n
     full join (
       select ${columns}, count(*) as rows from (${oursSql(choice, comparison)}) where is_counted and is_inside group by all
     ) as o using (${columns})`,
  )
}

/** Rows that one of two choices counts and the other does not; of sums, those that are not the same under both. */
const rowsApart = async (duck: Duck, one: Choice, other: Choice, comparison: Comparison): Promise<number> => {
  const sums = (choice: Choice): string =>
    `(select parent, item, facet, day, amount from (${oursSql(choice, comparison)}) where is_counted)`
  const { apart } = await duck.row<{ apart: number }>(
    isSummed(comparison.twin)
      ? `select count(*) as apart from ${sums(one)} as a full join ${sums(other)} as b using (parent, item, facet, day)
         where a.amount is distinct from b.amount`
      : `select count(*) filter ((${countedSql(one)}) <> (${countedSql(other)})) as apart from twin_rows where is_inside`,
  )
  return apart
}

/**
 * Whether a file fits one choice clearly better than another: of the rows on which the two disagree, most speak for it. One row
 * alone speaks for nothing: it may as well be missing. Nor do rows that a file lacks where those that it has speak against them: it
 * may end early.
 */
const fitsBetter = (one: Misses, other: Misses, apart: number): boolean =>
  apart >= 2 && one.file <= other.file && (other.all - one.all) * 3 >= apart

/** What trying both bases tells: the basis, `either` where both count the same rows, undefined where nothing can be told. */
export const findBasis = async (
  duck: Duck,
  choice: Choice,
  comparison: Comparison,
): Promise<Basis | 'either' | undefined> => {
  const accrual: Choice = { ...choice, basis: 'accrual' }
  const cash: Choice = { ...choice, basis: 'cash' }
  const apart = await rowsApart(duck, accrual, cash, comparison)
  if (apart === 0) return 'either'
  const { rows } = await duck.row<{ rows: number }>('select count(*) as rows from file_rows')
  // Of a report of no rows the basis that counts less would always fit better.
  if (rows === 0) return undefined
  const accrualMisses = await missesUnder(duck, accrual, comparison)
  const cashMisses = await missesUnder(duck, cash, comparison)
  if (fitsBetter(accrualMisses, cashMisses, apart)) return 'accrual'
  return fitsBetter(cashMisses, accrualMisses, apart) ? 'cash' : undefined
}

/**
 * Another choice that makes the file's total exactly where the current one does not, and fits its rows clearly better; the best
 * fitting where several do. `nativeTotal` in the unit of the measure.
 */
export const findOtherChoice = async (
  duck: Duck,
  options: {
    readonly choices: ReportChoices
    readonly current: Choice
    readonly comparison: Comparison
    readonly nativeTotal: number
  },
): Promise<Choice | undefined> => {
  const { current, comparison, nativeTotal } = options
  const others = await otherChoices(duck, options.choices, current)
  const [currentTotal, ...totals] = await totalsUnder(duck, [current, ...others], comparison)
  if (currentTotal === nativeTotal) return undefined
  const exact = others.filter((_, index) => totals[index] === nativeTotal)
  if (exact.length === 0) return undefined
  const currentMisses = await missesUnder(duck, current, comparison)
  let best: { choice: Choice; misses: Misses } | undefined
  for (const choice of exact) {
    const misses = await missesUnder(duck, choice, comparison)
    const isBetter = fitsBetter(misses, currentMisses, await rowsApart(duck, current, choice, comparison))
    if (isBetter && (best === undefined || misses.all < best.misses.all)) best = { choice, misses }
  }
  return best?.choice
}

/** The settings to change, in words. */
export const changedText = (current: Choice, found: Choice): string => {
  const placesText = (named: readonly string[] | null): string =>
    named === null ? 'all locations' : named.join(', ')
  return [
    ...(current.basis === found.basis
      ? []
      : [`basis ${found.basis ?? ''} instead of ${current.basis ?? ''}`]),
    ...(current.returns === found.returns
      ? []
      : [found.returns === 'exclude' ? 'without returns' : 'with returns']),
    ...(JSON.stringify(current.locations) === JSON.stringify(found.locations)
      ? []
      : [`${placesText(found.locations)} instead of ${placesText(current.locations)}`]),
  ].join(', ')
}
