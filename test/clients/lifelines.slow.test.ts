// Python's lifelines tells the survival of drawn memberships as our models do: shares, intervals, medians, restricted means.
import { join } from 'node:path'
import { execa } from 'execa'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Duck } from '../../src/lakehouse/duck.ts'
import { survivalOf } from '../models/survival-sql.ts'
import type { Life } from '../models/survival-sql.ts'
import { sayLeftOut } from './lane.ts'
import { pythonEnv } from './python-env.ts'

interface Told {
  /** Day, share that stays, lower and upper end of its interval: of each day somebody came into view or went out of it. */
  readonly days: readonly (readonly [number, number, number, number])[]
  readonly median: number | null
  readonly medianLow: number | null
  readonly medianHigh: number | null
  readonly restrictedMean: number
}

/** Two years of members: all from their first day; many that were members when the data began; few, of whom nobody leaves. */
const groups = [
  { contract: 'from the first day', size: 400, latest: 0, leaves: 0.6 },
  { contract: 'members already', size: 400, latest: 300, leaves: 0.6 },
  { contract: 'loyal', size: 20, latest: 100, leaves: 0 },
  { contract: 'all leave', size: 50, latest: 0, leaves: 1 },
] as const

const livesOf = ({ contract, size, latest, leaves }: (typeof groups)[number]): readonly Life[] =>
  fc
    .sample(
      fc.record({
        entry: fc.oneof({ maxDepth: 0 }, fc.constant(0), fc.integer({ min: 0, max: latest })),
        stay: fc.integer({ min: 0, max: 400 }),
        chance: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { seed: 7, numRuns: size },
    )
    .map(({ entry, stay, chance }) => ({
      contract,
      entry,
      duration: entry === 0 ? stay : entry + stay + 1,
      isEvent: leaves === 1 || chance < leaves,
    }))

let duck: Duck

beforeAll(async () => {
  duck = await Duck.open(':memory:')
})

afterAll(() => duck.close())

test('curves, medians and restricted means are those of lifelines', async ({ skip }) => {
  const env = await pythonEnv('lifelines')
  if ('missing' in env) {
    sayLeftOut('lifelines', env.missing)
    return skip()
  }
  const lives = new Map(groups.map((group) => [group.contract, livesOf(group)]))
  const ours = await survivalOf(duck, [...lives.values()].flat())
  const asked = await execa(env.python, [join(import.meta.dirname, 'lifelines', 'estimate.py')], {
    input: JSON.stringify(Object.fromEntries(lives)),
  })
  const theirs = JSON.parse(asked.stdout) as Readonly<Record<string, Told>>

  expect(ours.summaries).toHaveLength(groups.length)
  for (const summary of ours.summaries) {
    const { contract } = summary
    const told = theirs[contract]
    if (told === undefined) throw new Error(`lifelines told nothing of ${contract}`)
    const days = new Map(told.days.map(([day, ...estimates]) => [day, estimates]))
    const steps = ours.steps.filter((step) => step.contract === contract)
    expect(steps.length).toBeGreaterThan(1)
    for (const { day, survival, ci_low: low, ci_high: high } of steps) {
      const [share, lower, upper] = days.get(day) ?? []
      expect(share, `${contract}, day ${day}`).toBeCloseTo(survival, 9)
      // Where all or nobody is left lifelines says that share for both ends; we say that there is no interval.
      expect(lower, `${contract}, day ${day}`).toBeCloseTo(low ?? survival, 9)
      expect(upper, `${contract}, day ${day}`).toBeCloseTo(high ?? survival, 9)
    }
    const isAllGone = steps.at(-1)?.survival === 0
    expect(summary.median_days).toBe(told.median)
    expect(summary.median_low_days).toBe(told.medianLow)
    expect(summary.median_high_days ?? (isAllGone ? summary.horizon_days : null)).toBe(told.medianHigh)
    expect(summary.rmst_days).toBeCloseTo(told.restrictedMean, 6)
  }
})
