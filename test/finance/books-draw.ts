// Drawing a business with fast-check: whole numbers, chances and picks out of one seed.
import fc from 'fast-check'

export interface Draw {
  /** Whole number in [min, max], both included; fast-check is fond of the ends, and so are bugs. */
  int(min: number, max: number): number
  /** True in about `percent` of a hundred draws. */
  chance(percent: number): boolean
  pick<T>(list: readonly [T, ...T[]]): T
}

/** Drawn evenly, where whole numbers are drawn near the ends of their range. */
const percentage = (): fc.Arbitrary<number> => fc.noBias(fc.nat(99))

/** Draws of a seed: the same ones each time, so that a site that fails can be made again alone. */
export const drawOf = (seed: number): Draw => {
  const [generate] = fc.sample(fc.gen(), { seed, numRuns: 1 })
  if (generate === undefined) throw new RangeError('fast-check gave no generator')
  return {
    int: (min, max) => generate(fc.integer, { min, max }),
    chance: (percent) => generate(percentage) < percent,
    pick: (list) => generate(<T>(of: readonly T[]) => fc.constantFrom(...of), list),
  }
}
