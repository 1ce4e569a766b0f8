// The line of a sync: client, progress and the mirror put around it, and what it amounts to for programs.
import { writeMirror } from '../control/mirror.ts'
import type { Control } from '../control/database.ts'
import { callsUsed } from '../control/ledger.ts'
import { pruneCalls } from '../control/usage.ts'
import type { Config } from '../core/config.ts'
import { Problem } from '../core/errors.ts'
import type { LocalDate } from '../core/time.ts'
import { sync } from '../lakehouse/sync.ts'
import type { SyncResult } from '../lakehouse/sync.ts'
import type { Client } from '../source/client.ts'
import type { Stream } from '../source/stream.ts'
import type { Cli } from './cli-type.ts'
import { withDailyWhole } from './daily-whole.ts'
import { drainLine, eventsSummary, nothingDrained } from './drain-line.ts'
import type { Drained } from './drain-line.ts'
import { gapsLine, gapsSummary, noGaps, settleGaps } from './gap-line.ts'
import type { Gaps } from './gap-line.ts'
import { missingParents } from './select-streams.ts'
import type { Context } from './session.ts'
import { streamsRead } from './streams-read.ts'
import { followSync } from './sync-progress.ts'
import { warehouseStreams } from './warehouse-streams.ts'
import { clientFor } from './work.ts'
import type { Work } from './work.ts'

export interface SyncRequest {
  readonly config: Config
  readonly streams: readonly Stream[]
  readonly fullRefresh?: boolean
  readonly maxCalls?: number | undefined
  /** Pages of each stream and site at most: a safe first try. */
  readonly limitPages?: number | undefined
}

export interface Synced extends SyncResult {
  readonly drained: Drained
  readonly gaps: Gaps
  /** Calls that may still be spent today, over all sites; null without a budget. */
  readonly budgetLeft: number | null
}

/** Mindbody -> lake -> warehouse, with progress. @throws whatever `sync` throws. */
export const syncLine = async (
  context: Context,
  cli: Cli,
  work: Work,
  request: SyncRequest,
): Promise<Synced> => {
  const { config, streams, fullRefresh = false, maxCalls, limitPages } = request
  assertLookbacks(config, cli.streams)
  tellMissingParents(context, streams)
  const client = clientFor(context, config, work.control, work.runId, maxCalls)
  let drained = nothingDrained
  let gaps = noGaps
  const follower = followSync(context.printer, streams.length * config.site_ids.length)
  try {
    const result = await sync({
      config: withDailyWhole(config),
      home: work.home,
      streams,
      allStreams: warehouseStreams(cli),
      client,
      runId: work.runId,
      log: context.log,
      mirror: (entry) => writeMirror(work.control, entry),
      progress: follower.event,
      signal: work.signal,
      fullRefresh,
      limitPages,
      first: async ({ warehouse, signal }) => {
        drained = await drainLine(context, { ...work, signal }, config, warehouse)
        const read = await streamsRead(warehouse, cli.streams)
        gaps = await gapsLine(context, config, { ...work, signal }, warehouse, read)
      },
      afterDirty: async ({ warehouse }) => {
        gaps = await settleGaps(work, config, warehouse, gaps)
      },
    })
    await pruneCalls(work.control, utcToday(client))
    return { ...result, drained, gaps, budgetLeft: await budgetLeft(work.control, config, client) }
  } finally {
    follower.end()
    await client.close()
  }
}

/** A sync works on the parents the warehouse knows; whoever names only the children should know that. */
const tellMissingParents = ({ log }: Context, streams: readonly Stream[]): void => {
  for (const { stream, parent } of missingParents(streams)) {
    log.info(
      { stream, parent },
      `${stream} is asked per row of ${parent}, which this run does not read: those of earlier runs are taken`,
    )
  }
}

const utcToday = (client: Client): LocalDate => client.now().toISOString().slice(0, 10)

const budgetLeft = async (control: Control, config: Config, client: Client): Promise<number | null> => {
  const budget = config.daily_call_budget
  if (budget === undefined) return null
  const used = await Promise.all(
    config.site_ids.map((siteId) => callsUsed(control, siteId, client.localDay(siteId))),
  )
  return used.reduce((sum, calls) => sum + Math.max(0, budget - calls), 0)
}

const assertLookbacks = (config: Config, streams: readonly Stream[]): void => {
  const unknown = config.lookback_days.find(({ stream }) => !streams.some(({ name }) => name === stream))
  if (unknown === undefined) return
  throw new Problem('CONFIG_INVALID', {
    what: `The key "lookback_days" names a stream that does not exist: ${unknown.stream}.`,
    remedy: `Streams: ${streams.map(({ name }) => name).join(', ')}.`,
  })
}

/** What a sync amounts to for `--json`. */
export const syncSummary = (result: Synced): Record<string, unknown> => ({
  streams: result.streams.map(({ problem, ...row }) => ({
    ...row,
    ...(problem === undefined ? {} : { error: { code: problem.code, message: problem.message } }),
  })),
  calls_used: result.callsUsed,
  calls_saved: result.callsSaved,
  budget_left: result.budgetLeft,
  waiting: result.waiting,
  events: { ...eventsSummary(result.drained, result.dirty), left: result.dirtyLeft },
  gaps: gapsSummary(result.gaps),
})
