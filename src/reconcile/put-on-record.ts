// A comparison put on record: kept in the control database, and written to its files with what people have said of its scope.
import { randomUUID } from 'node:crypto'
import type { Control } from '../control/database.ts'
import type { Reconciled, Written } from './outcome.ts'
import { writeReconciliation } from './report-files.ts'
import { keepReconciliation, scopeOf, trailOf } from './trail.ts'
import type { Trail } from './trail-types.ts'

/** A reconciliation with the paths of its files. */
export type Reconciliation = Reconciled & Written

export interface OnRecord {
  /** Names it where it is signed. */
  readonly id: string
  readonly found: Reconciliation
  readonly trail: Trail
}

/** Keeps a reconciliation and writes its files under HOME/reports. Waivers hold by the UTC day of the comparison. */
export const putOnRecord = async (
  { control, home }: { readonly control: Control; readonly home: string },
  reconciled: Reconciled,
): Promise<OnRecord> => {
  const id = randomUUID()
  await keepReconciliation(control, id, reconciled)
  const trail = await trailOf(control, scopeOf(reconciled), reconciled.reconciled_at.slice(0, 10))
  const written = await writeReconciliation(home, reconciled, trail)
  return { id, found: { ...reconciled, ...written }, trail }
}
