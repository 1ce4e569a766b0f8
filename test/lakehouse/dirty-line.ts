// Pulls of dirty marks on a home of their own, as a sync or `webhooks apply` would make them.
import { join } from 'node:path'
import { openControl } from '../../src/control/database.ts'
import { createLedger } from '../../src/control/ledger.ts'
import { createTokenStore } from '../../src/control/tokens.ts'
import { silentLog } from '../../src/core/log.ts'
import { markDirty, readDirty } from '../../src/lakehouse/dirty-marks.ts'
import type { Ask, DirtyKey, DirtyMark } from '../../src/lakehouse/dirty-marks.ts'
import { pullDirty } from '../../src/lakehouse/dirty-pull.ts'
import type { DirtyPull } from '../../src/lakehouse/dirty-pulling.ts'
import { Warehouse } from '../../src/lakehouse/warehouse.ts'
import { Client } from '../../src/source/client.ts'
import type { Site } from '../../src/source/slices.ts'
import { streams } from '../../streams/index.ts'
import { testConfig } from './line.ts'

export interface PullOptions {
  readonly home: string
  readonly url: string
  readonly runId: string
  readonly sites: readonly Site[]
  readonly marks?: readonly DirtyMark[]
  readonly streams?: readonly string[]
  readonly startDate?: string
  readonly maxCalls?: number
  readonly signal?: AbortSignal
  /** Before the pull. */
  readonly prepare?: (warehouse: Warehouse) => Promise<void>
  /** While the pull is under way. */
  readonly meanwhile?: (warehouse: Warehouse) => Promise<void>
}

export interface PullMade {
  readonly pulls: readonly DirtyPull[]
  readonly calls: number
  /** What is marked afterwards. */
  readonly left: readonly DirtyKey[]
}

/** A mark, told at some instant long before any other. */
export const mark = (siteId: number, stream: string, ask: Ask, key: string): DirtyMark => ({
  stream,
  siteId,
  ask,
  key,
  since: new Date('2026-06-30T10:00:00Z'),
})

/** Marks and pulls. */
export const pullOnce = async (options: PullOptions): Promise<PullMade> => {
  const { home, url, runId, sites, marks = [], signal = new AbortController().signal } = options
  const control = await openControl(join(home, 'control.db'))
  const warehouse = await Warehouse.open(home, streams)
  const client = new Client({
    baseUrl: url,
    apiKey: 'demo-key',
    staffUser: { username: 'owner', password: 'demo-password' },
    ledger: createLedger(control, { runId, maxCalls: options.maxCalls, dailyBudget: undefined }),
    tokens: createTokenStore(control),
    maxConcurrency: 8,
    requestsPerSecond: 100_000,
    log: silentLog(),
    limits: { tries: 2, backoffMs: 1 },
  })
  try {
    await options.prepare?.(warehouse)
    await warehouse.exclusive((duck) => duck.transaction(() => markDirty(duck, marks)))
    for (const { siteId, zone } of sites) client.setZone(siteId, zone)
    const names = options.streams
    const pulling = pullDirty({
      warehouse,
      client,
      sites,
      streams: streams.filter(({ name }) => names === undefined || names.includes(name)),
      config: { ...testConfig, start_date: options.startDate ?? testConfig.start_date },
      runId,
      log: silentLog(),
      signal,
    })
    await options.meanwhile?.(warehouse)
    const pulls = await pulling
    const left = await Promise.all(sites.map(({ siteId }) => readDirty(warehouse, siteId)))
    return { pulls, calls: client.callsMade, left: left.flat() }
  } finally {
    await client.close()
    await warehouse.close()
    await control.close()
  }
}
