// A hundred studios, each drawn from its own seed: clean reports are equal, planted differences are found, to the cent and row by row.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NativeReport } from '../../src/sandbox/native-reports.ts'
import { plantCauses, type Plant, type PlantCause } from '../../src/sandbox/plant.ts'
import { drawnHome, type DrawnHome } from './drawn-home.ts'
import { plantedCases, reportOf, tryCase, unlike, wholeFileOf, type Basis, type Case } from './every-cent.ts'

const seeds = Array.from({ length: 100 }, (_, seed) => seed)

let home: DrawnHome
beforeAll(async () => {
  home = await drawnHome(seeds.length)
}, 1_200_000)
afterAll(() => home.remove())

/** How often each cause was planted and found. */
const found = new Map<PlantCause, number>()

const basisOf = (seed: number): Basis => (seed % 2 === 0 ? 'accrual' : 'cash')

const caseOf = (seed: number, report: NativeReport, plant: readonly Plant[]): Case => ({
  seed,
  report,
  basis: basisOf(seed),
  plant,
})

/** Reconciles a case and holds it against what was planted; `about` begins every message. */
const expectFound = async (tried: Case): Promise<void> => {
  const { written, result } = await tryCase(home, tried)
  const about = `seed ${tried.seed}, ${tried.report}, ${tried.basis}, ${written.form}`
  expect(unlike({ written, result }), about).toEqual({ missed: [], invented: [] })
  const cents = written.planted.reduce((sum, { amountCents }) => sum + amountCents, 0)
  const variance = Math.round(Number(result.variance) * (result.unit === 'money' ? 100 : 1))
  expect(variance, about).toBe(cents)
  for (const { cause } of written.planted) found.set(cause, (found.get(cause) ?? 0) + 1)
  if (tried.plant.length === 0) expect(result.verdict, about).toBe('equal')
}

describe.concurrent.each(seeds)('seed %i', (seed) => {
  test('clean is equal', async () => {
    for (const report of ['sales', reportOf(seed, 0), reportOf(seed, 1)] as const)
      await expectFound(caseOf(seed, report, []))
  })

  test('planted is found', async () => {
    const cases = plantedCases(home, seed, basisOf(seed), 2)
    expect(cases).toHaveLength(3)
    for (const planted of cases) await expectFound(planted)
  })

  const whole = wholeFileOf(seed)
  test(`a whole file: ${whole.report}, ${whole.plant.cause}`, async () => {
    await expectFound(caseOf(seed, whole.report, [whole.plant]))
  })
})

test('every cause was among them', () => {
  const met = Object.fromEntries(plantCauses.map((cause) => [cause, found.get(cause) ?? 0]))
  expect(Math.min(...Object.values(met)), JSON.stringify(met)).toBeGreaterThan(0)
})
