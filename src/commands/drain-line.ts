// The line of a drain: the inbox of a home into its warehouse, and what it amounts to for people and programs.
import type { Config } from '../core/config.ts'
import { Problem } from '../core/errors.ts'
import type { Warehouse } from '../lakehouse/warehouse.ts'
import { drain } from '../webhooks/drain.ts'
import type { DrainResult } from '../webhooks/drain.ts'
import type { Context } from './session.ts'
import type { Work } from './work.ts'

/** Works off the inbox. @throws whatever `drain` throws. */
export const drainLine = (
  { log }: Context,
  { control, runId, signal }: Work,
  { site_ids: siteIds, webhooks }: Config,
  warehouse: Warehouse,
): Promise<DrainResult> =>
  drain({
    control,
    warehouse,
    siteIds,
    runId,
    now: () => new Date(),
    log,
    signal,
    ...(webhooks === undefined ? {} : { retentionDays: webhooks.retention_days }),
  })

/** What a drain amounts to: undefined where no dead letter is new. */
export const problemOfDrain = ({ dead, deadByReason }: DrainResult): Problem | undefined => {
  if (dead === 0) return undefined
  const reasons = Object.entries(deadByReason).map(([reason, count]) => `${count} ${reason}`)
  return new Problem('DEAD_LETTERS', {
    what: `${dead} ${dead === 1 ? 'delivery became a dead letter' : 'deliveries became dead letters'}: ${reasons.join(', ')}.`,
  })
}
