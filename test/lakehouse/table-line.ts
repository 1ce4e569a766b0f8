// The line over a server with one table: passes of a small stream into a warehouse of its own.
import { silentLog } from '../../src/core/log.ts'
import { parentKeysOf } from '../../src/lakehouse/parents-due.ts'
import { runPass } from '../../src/lakehouse/pass.ts'
import { Warehouse } from '../../src/lakehouse/warehouse.ts'
import type { Stream } from '../../src/source/stream.ts'
import { testClient } from '../source/harness.ts'
import type { TestServer } from '../source/http-server.ts'
import { things } from '../source/table-server.ts'
import { tempHome, testConfig } from './line.ts'

export interface TableLine {
  readonly warehouse: Warehouse
  /** One pass over the stream, as a sync would make it. */
  pass(
    runId: string,
    config?: {
      readonly start_date?: string
      readonly page_size?: number
      readonly page_retention_days?: number
    },
  ): Promise<void>
  rows<T = Record<string, unknown>>(sql: string): Promise<T[]>
  /** Calls since the last question. */
  calls(): number
  close(): Promise<void>
}

export const openTableLine = async (server: TestServer, stream: Stream = things): Promise<TableLine> => {
  const { home, remove } = await tempHome()
  const warehouse = await Warehouse.open(home, [stream])
  const made = await testClient(server.url, { staffUser: undefined })
  let counted = server.received.length
  return {
    warehouse,
    pass: async (runId, config = {}) => {
      await runPass({
        stream,
        site: { siteId: 7, zone: 'UTC' },
        runId,
        warehouse,
        client: made.client,
        parents: parentKeysOf(warehouse, { now: () => new Date(), zoneOf: () => 'UTC', all: false }),
        config: { ...testConfig, page_size: 100, ...config },
        fullRefresh: false,
        signal: new AbortController().signal,
        onPage: () => undefined,
        log: silentLog(),
        onCommit: () => Promise.resolve(),
      })
    },
    rows: (sql) => warehouse.exclusive((duck) => duck.rows(sql)),
    calls: () => {
      const calls = server.received.length - counted
      counted = server.received.length
      return calls
    },
    close: async () => {
      await made.close()
      await warehouse.close()
      await remove()
    },
  }
}
