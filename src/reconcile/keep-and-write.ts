// What becomes of a comparison: kept on the trail, then written to files with what people have said of it.
import type { Control } from '../control/database.ts'
import type { Reconciled, Written } from './outcome.ts'
import { writeReconciliation } from './report-files.ts'
import type { Trail } from './trail-types.ts'
import { keepReconciliation, scopeOf, trailOf } from './trail.ts'

export interface Keeping {
  readonly control: Control
  readonly home: string
  /** Of this comparison; new for each. */
  readonly id: string
  readonly now: Date
}

/** A comparison that is kept, its files and its trail. */
export interface Kept {
  readonly found: Reconciled & Written
  readonly trail: Trail
}

/** Keeps a comparison under its id and writes its files. */
export const keepAndWrite = async (
  { control, home, id, now }: Keeping,
  reconciled: Reconciled,
): Promise<Kept> => {
  await keepReconciliation(control, id, reconciled)
  // Waivers run out by the day in UTC: a day has one end for all sites of a home.
  const trail = await trailOf(control, scopeOf(reconciled), now.toISOString().slice(0, 10))
  return { found: { ...reconciled, ...(await writeReconciliation(home, reconciled, trail)) }, trail }
}
