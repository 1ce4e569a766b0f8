// Survival of drawn lives is what the definition gives: a product of exact fractions, counted anew on each day.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Duck } from '../../src/lakehouse/duck.ts'
import { survivalOf } from './survival-sql.ts'
import type { Life, Step, Summary } from './survival-sql.ts'

const lastDay = 60
const normal = 1.959963984540054

/** Several enter on the first day; whoever enters later is seen for a day at least. */
const life: fc.Arbitrary<Life> = fc
  .record({
    contract: fc.constantFrom('A', 'B', 'C'),
    entry: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: lastDay - 1 })),
    stay: fc.integer({ min: 0, max: lastDay }),
    isEvent: fc.boolean(),
  })
  .map(({ contract, entry, stay, isEvent }) => {
    const duration = Math.min(entry + stay, lastDay)
    return { contract, entry, duration: entry === 0 ? duration : Math.max(duration, entry + 1), isEvent }
  })

const atRisk = (lives: readonly Life[], day: number): number =>
  lives.filter(({ entry, duration }) => duration >= day && (entry < day || entry === 0)).length

const leaving = (lives: readonly Life[], day: number): number =>
  lives.filter(({ duration, isEvent }) => isEvent && duration === day).length

/** Days on which somebody left, up to one. */
const eventDays = (lives: readonly Life[], until: number): readonly number[] =>
  Array.from({ length: until + 1 }, (_, day) => day).filter((day) => leaving(lives, day) > 0)

/** An exact share, as numerator and denominator. */
const shareAfter = (lives: readonly Life[], day: number): readonly [bigint, bigint] =>
  eventDays(lives, day).reduce<readonly [bigint, bigint]>(
    ([above, below], at) => {
      const risk = atRisk(lives, at)
      return [above * BigInt(risk - leaving(lives, at)), below * BigInt(risk)]
    },
    [1n, 1n],
  )

const survivalAfter = (lives: readonly Life[], day: number): number => {
  const [above, below] = shareAfter(lives, day)
  return Number((above * 10n ** 15n) / below) / 1e15
}

const greenwood = (lives: readonly Life[], at: number): number => {
  const [risk, left] = [atRisk(lives, at), leaving(lives, at)]
  return left / (risk * (risk - left))
}

const stepOf = (lives: readonly Life[], day: number, former: number): Omit<Step, 'contract'> => {
  const survival = survivalAfter(lives, day)
  const spread = Math.sqrt(eventDays(lives, day).reduce((sum, at) => sum + greenwood(lives, at), 0))
  const bound = (sign: number): number | null =>
    survival > 0 && survival < 1
      ? Math.exp(-Math.exp(Math.log(-Math.log(survival)) - (sign * normal * spread) / Math.log(survival)))
      : null
  return {
    day,
    at_risk_n: atRisk(lives, day),
    event_n: leaving(lives, day),
    censored_n: lives.filter(({ duration, isEvent }) => !isEvent && duration > former && duration <= day)
      .length,
    survival,
    std_error: survival > 0 ? survival * spread : null,
    ci_low: bound(1),
    ci_high: bound(-1),
  }
}

const stepsOf = (lives: readonly Life[]): readonly Omit<Step, 'contract'>[] => {
  const horizon = Math.max(...lives.map(({ duration }) => duration))
  const days = [...new Set([0, ...eventDays(lives, horizon), horizon])].toSorted((a, b) => a - b)
  return days.map((day, nth) => stepOf(lives, day, days[nth - 1] ?? -1))
}

const summaryOf = (lives: readonly Life[]): Omit<Summary, 'contract'> => {
  const steps = stepsOf(lives)
  const horizon = Math.max(...lives.map(({ duration }) => duration))
  /** Day by day: the share that stays beyond a day is there for the whole of it. */
  const areaFrom = (from: number): number =>
    Array.from({ length: horizon - from }, (_, nth) => survivalAfter(lives, from + nth)).reduce(
      (a, b) => a + b,
      0,
    )
  const variance = eventDays(lives, horizon)
    .filter((day) => atRisk(lives, day) > leaving(lives, day))
    .reduce((sum, day) => sum + areaFrom(day) ** 2 * greenwood(lives, day), 0)
  const firstDay = (isHalf: (step: Omit<Step, 'contract'>) => boolean): number | null =>
    steps.find(isHalf)?.day ?? null
  const [above] = shareAfter(lives, horizon)
  return {
    subjects_n: lives.length,
    late_entries_n: lives.filter(({ entry }) => entry > 0).length,
    events_n: lives.filter(({ isEvent }) => isEvent).length,
    median_days: firstDay(({ day }) => {
      const [part, whole] = shareAfter(lives, day)
      return 2n * part <= whole
    }),
    median_low_days: firstDay(({ ci_low: low }) => low !== null && low <= 0.5),
    median_high_days: firstDay(({ ci_high: high }) => high !== null && high <= 0.5),
    horizon_days: horizon,
    rmst_days: areaFrom(0),
    rmst_std_error: Math.sqrt(variance),
    survival_30: horizon >= 30 || above === 0n ? survivalAfter(lives, 30) : null,
  }
}

/** Nine places are compared. */
const near = (row: object): object =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'number' ? expect.closeTo(value, 9) : value,
    ]),
  )

let duck: Duck

beforeAll(async () => {
  duck = await Duck.open(':memory:')
})

afterAll(() => duck.close())

it('is the product over the days somebody left, for each contract by itself', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 60 }), async (lives) => {
      const { steps, summaries } = await survivalOf(duck, lives)
      const contracts = [...new Set(lives.map(({ contract }) => contract))].toSorted()
      expect(summaries.map(({ contract }) => contract)).toEqual(contracts)
      for (const contract of contracts) {
        const own = lives.filter((one) => one.contract === contract)
        const named = (row: object): object => ({ contract, ...near(row) })
        expect(steps.filter((step) => step.contract === contract)).toEqual(stepsOf(own).map(named))
        expect(summaries.filter((summary) => summary.contract === contract)).toEqual([named(summaryOf(own))])
      }
    }),
    { numRuns: 15 },
  )
})
