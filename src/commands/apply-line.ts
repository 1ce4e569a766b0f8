// The line of `webhooks apply`: what was received is drained, what it tells of is pulled, and the marts it touches are built.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../core/config.ts'
import { countDirty } from '../lakehouse/dirty-marks.ts'
import { pullDirty } from '../lakehouse/dirty-pull.ts'
import type { DirtyPull } from '../lakehouse/dirty-pulling.ts'
import { Warehouse } from '../lakehouse/warehouse.ts'
import { findZones, zoneInWarehouse } from '../lakehouse/zones.ts'
import type { Client } from '../source/client.ts'
import type { Site } from '../source/slices.ts'
import type { Cli } from './cli-type.ts'
import { drainLine } from './drain-line.ts'
import type { Drained } from './drain-line.ts'
import { gapsLine, settleGaps } from './gap-line.ts'
import type { Gaps } from './gap-line.ts'
import type { Context } from './session.ts'
import { streamsRead } from './streams-read.ts'
import { warehouseStreams } from './warehouse-streams.ts'
import { clientFor } from './work.ts'
import type { Work } from './work.ts'

export interface Applied {
  readonly drained: Drained
  readonly gaps: Gaps
  readonly pulls: readonly DirtyPull[]
  readonly callsUsed: number
}

export interface ApplyRequest {
  readonly config: Config
  readonly maxCalls?: number | undefined
}

/**
 * Drains the inbox and pulls what is marked as dirty, within the budget; without a mark Mindbody is not asked. What a crash left in
 * the work folder stays for the next sync to sweep: looking through the whole lake each minute would take longer than the pull.
 * @throws whatever `drain` and `pullDirty` throw.
 */
export const applyLine = async (
  context: Context,
  cli: Cli,
  work: Work,
  { config, maxCalls }: ApplyRequest,
): Promise<Applied> => {
  await using warehouse = await Warehouse.open(work.home, warehouseStreams(cli))
  const drained = await drainLine(context, work, config, warehouse)
  const streams = await streamsRead(warehouse, cli.streams)
  const gaps = await gapsLine(context, config, work, warehouse, streams)
  if ((await countDirty(warehouse, config.site_ids)) === 0)
    return { drained, gaps: await settleGaps(work, config, warehouse, gaps), pulls: [], callsUsed: 0 }
  const client = clientFor(context, config, work.control, work.runId, maxCalls)
  try {
    const pulls = await pullDirty({
      warehouse,
      client,
      config,
      sites: await sitesRead(context, config, client, warehouse),
      streams,
      runId: work.runId,
      log: context.log,
      signal: work.signal,
    })
    return {
      drained,
      gaps: await settleGaps(work, config, warehouse, gaps),
      pulls,
      callsUsed: client.callsMade,
    }
  } finally {
    await rm(join(warehouse.paths.work, 'pages', work.runId), { recursive: true, force: true })
    await client.close()
  }
}

/** Sites whose zone is known; of one that no sync has read yet the marks wait for the first sync. */
const sitesRead = async (
  { log }: Context,
  config: Config,
  client: Client,
  warehouse: Warehouse,
): Promise<readonly Site[]> => {
  const isKnown = async (siteId: number): Promise<boolean> =>
    config.time_zones.some((entry) => entry.site_id === siteId) ||
    (await zoneInWarehouse(warehouse, siteId)) !== undefined
  const sites = await findZones({ config, client, warehouse, log, readSites: isKnown })
  for (const siteId of config.site_ids.filter((id) => sites.every((site) => site.siteId !== id)))
    log.warn({ site_id: siteId }, 'the site was never read: what events tell of it waits for the first sync')
  return sites
}
