// The line of a drain: the inbox of a home into its warehouse, and what it amounts to for people and programs.
import type { Config } from '../core/config.ts'
import { inboxCounts } from '../control/inbox.ts'
import { Problem } from '../core/errors.ts'
import type { DirtyPull } from '../lakehouse/dirty-pulling.ts'
import type { Warehouse } from '../lakehouse/warehouse.ts'
import { drain } from '../webhooks/drain.ts'
import type { DrainResult } from '../webhooks/drain.ts'
import type { Context } from './session.ts'
import { webhooksOf } from './webhooks-desk.ts'
import type { Work } from './work.ts'

export interface Drained extends DrainResult {
  /** Dead letters that wait for a person, earlier ones too. */
  readonly deadInAll: number
}

export const nothingDrained: Drained = { drained: 0, dead: 0, deadByReason: {}, deadInAll: 0 }

/** Works off the inbox. @throws whatever `drain` throws. */
export const drainLine = async (
  { log }: Pick<Context, 'log'>,
  { control, runId, signal }: Pick<Work, 'control' | 'runId' | 'signal'>,
  config: Pick<Config, 'site_ids' | 'webhooks'>,
  warehouse: Warehouse,
): Promise<Drained> => {
  const drained = await drain({
    control,
    warehouse,
    siteIds: config.site_ids,
    runId,
    now: () => new Date(),
    log,
    signal,
    retentionDays: webhooksOf(config).retention_days,
  })
  const { dead: deadInAll } = await inboxCounts(control)
  return { ...drained, deadInAll }
}

/**
 * What a drain amounts to: undefined where no dead letter is new. Events of sites that `site_ids` does not list need nobody: an
 * API key may be active at more sites than this home reads, and a subscription tells of all of them.
 */
export const problemOfDrain = ({ deadByReason }: DrainResult): Problem | undefined => {
  const { unknown_site: _, ...needed } = deadByReason
  const dead = Object.values(needed).reduce((sum, count) => sum + count, 0)
  if (dead === 0) return undefined
  const reasons = Object.entries(needed).map(([reason, count]) => `${count} ${reason}`)
  return new Problem('DEAD_LETTERS', {
    what: `${dead} ${dead === 1 ? 'delivery became a dead letter' : 'deliveries became dead letters'}: ${reasons.join(', ')}.`,
  })
}

/** What events came to, for `--json`: marks are counted over all streams. */
export const eventsSummary = (
  { drained, dead, deadByReason, deadInAll }: Drained,
  pulls: readonly DirtyPull[],
): Record<string, unknown> => ({
  drained,
  dead,
  dead_by_reason: deadByReason,
  dead_in_all: deadInAll,
  pulled: pulls.reduce((sum, pull) => sum + pull.pulled, 0),
  left: pulls.reduce((sum, pull) => sum + pull.left, 0),
})

/** The same in a line each; nothing of a home that takes no events. */
export const tellEvents = (
  { printer }: Pick<Context, 'printer'>,
  { drained, dead, deadByReason, deadInAll }: Drained,
  pulls: readonly DirtyPull[],
): void => {
  const { pulled, left } = eventsSummary(nothingDrained, pulls)
  if (drained > 0 || pulls.length > 0) {
    printer.line(
      `Events: ${drained} drained, ${String(pulled)} keys pulled, ${String(left)} left for the next run`,
    )
  }
  if (deadByReason.unknown_site !== undefined)
    printer.line(`Events of sites that site_ids does not list: ${deadByReason.unknown_site} (\`dlq list\`)`)
  tellEarlierDead({ printer }, { dead, deadInAll })
}

/** A line where runs before this one have left dead letters. */
export const tellEarlierDead = (
  { printer }: Pick<Context, 'printer'>,
  { dead, deadInAll }: Pick<Drained, 'dead' | 'deadInAll'>,
): void => {
  if (deadInAll > dead) printer.line(`Dead letters of earlier runs: ${deadInAll - dead} (\`dlq list\`)`)
}
