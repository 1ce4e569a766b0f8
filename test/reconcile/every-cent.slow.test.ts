// A hundred studios, each drawn from its own seed: clean reports are equal, planted differences are found, to the cent and row by row.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NativeReport } from '../../src/sandbox/native-reports.ts'
import type { Plant } from '../../src/sandbox/plant.ts'
import { drawnHome, type DrawnHome } from './drawn-home.ts'
import { drawnMix, reportOf, tryCase, unlike, wholeFileOf, type Basis, type Case } from './every-cent.ts'

const seeds = Array.from({ length: 100 }, (_, seed) => seed)

let home: DrawnHome
beforeAll(async () => {
  home = await drawnHome(seeds.length)
}, 600_000)
afterAll(() => home.remove())

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
  if (tried.plant.length === 0) expect(result.verdict, about).toBe('equal')
}

describe.concurrent.each(seeds)('seed %i', (seed) => {
  test('clean is equal', async () => {
    for (const report of ['sales', reportOf(seed, 0), reportOf(seed, 1)] as const)
      await expectFound(caseOf(seed, report, []))
  })

  test('planted is found', async () => {
    for (const [report, wanted] of [
      ['sales', 8],
      [reportOf(seed, 3), 3],
      [reportOf(seed, 4), 3],
    ] as const) {
      const plant = drawnMix(home, { seed, report, basis: basisOf(seed) }, wanted)
      expect(plant.length, `seed ${seed}, ${report} has nothing to plant`).toBeGreaterThan(0)
      await expectFound(caseOf(seed, report, plant))
    }
  })

  const whole = wholeFileOf(seed)
  test(`a whole file: ${whole.report}, ${whole.plant.cause}`, async () => {
    await expectFound(caseOf(seed, whole.report, [whole.plant]))
  })
})
