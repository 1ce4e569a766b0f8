// The line of tests: sandbox, client, control database and home wired as the commands wire them.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openControl } from '../../src/control/database.ts'
import { createLedger } from '../../src/control/ledger.ts'
import { writeMirror } from '../../src/control/mirror.ts'
import { createTokenStore } from '../../src/control/tokens.ts'
import { silentLog } from '../../src/core/log.ts'
import type { Log } from '../../src/core/log.ts'
import { openReadOnly } from '../../src/lakehouse/duck.ts'
import type { Row } from '../../src/lakehouse/duck.ts'
import { homePaths } from '../../src/lakehouse/home.ts'
import { sync } from '../../src/lakehouse/sync.ts'
import type { SyncInput, SyncResult } from '../../src/lakehouse/sync.ts'
import { Client } from '../../src/source/client.ts'
import type { Stream } from '../../src/source/stream.ts'
import { warehouseStreams } from '../../src/commands/warehouse-streams.ts'
import { streams as allStreams } from '../../streams/index.ts'

export const testConfig = {
  site_ids: [10001, 10002],
  start_date: '2025-07-01',
  page_size: 200,
  page_retention_days: 35,
  max_concurrency: 8,
  lookback_days: [],
  time_zones: [],
} satisfies SyncInput['config']

export interface LineOptions {
  readonly home: string
  readonly url: string
  readonly runId: string
  readonly streams?: readonly string[]
  readonly config?: Partial<SyncInput['config']>
  readonly maxCalls?: number
  readonly dailyBudget?: number
  readonly signal?: AbortSignal
  readonly fullRefresh?: boolean
  readonly limitPages?: number
  readonly progress?: SyncInput['progress']
  readonly log?: Log
  readonly first?: SyncInput['first']
}

/** One `sync` on a home, all the way. */
export const syncOnce = async (options: LineOptions): Promise<SyncResult> => {
  const { home, url, runId } = options
  const control = await openControl(join(home, 'control.db'))
  const log = options.log ?? silentLog()
  const client = new Client({
    baseUrl: url,
    apiKey: 'demo-key',
    staffUser: { username: 'owner', password: 'demo-password' },
    ledger: createLedger(control, { runId, maxCalls: options.maxCalls, dailyBudget: options.dailyBudget }),
    tokens: createTokenStore(control),
    maxConcurrency: 8,
    requestsPerSecond: 100_000,
    log,
    limits: { tries: 3, backoffMs: 1 },
  })
  try {
    return await sync({
      config: { ...testConfig, ...options.config },
      home,
      streams: selected(options.streams),
      allStreams: warehouseStreams({ streams: allStreams }),
      client,
      runId,
      log,
      mirror: (entry) => writeMirror(control, entry),
      progress: options.progress ?? (() => undefined),
      signal: options.signal ?? new AbortController().signal,
      fullRefresh: options.fullRefresh ?? false,
      limitPages: options.limitPages,
      first: options.first,
    })
  } finally {
    await client.close()
    await control.close()
  }
}

const selected = (names: readonly string[] | undefined): readonly Stream[] =>
  names === undefined ? allStreams : allStreams.filter(({ name }) => names.includes(name))

/** A new empty folder, and how to get rid of it. */
export const tempHome = async (): Promise<{ home: string; remove: () => Promise<void> }> => {
  const home = await mkdtemp(join(tmpdir(), 'mindbody-elt-'))
  return { home, remove: () => rm(home, { recursive: true, force: true }) }
}

/** Rows of the closed warehouse of a home. */
export const query = async <T = Row>(home: string, sql: string): Promise<T[]> => {
  const duck = await openReadOnly(homePaths(home).warehouse)
  try {
    return await duck.rows<T>(sql)
  } finally {
    duck.close()
  }
}
