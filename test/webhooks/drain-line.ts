// A home with an inbox and a warehouse, and a drain between them.
import { openControl } from '../../src/control/database.ts'
import type { Control } from '../../src/control/database.ts'
import { storeDeliveries } from '../../src/control/inbox.ts'
import { silentLog } from '../../src/core/log.ts'
import { Warehouse } from '../../src/lakehouse/warehouse.ts'
import { drain } from '../../src/webhooks/drain.ts'
import type { DrainInput, DrainResult } from '../../src/webhooks/drain.ts'
import { webhookEvents } from '../../src/webhooks/event-stream.ts'
import { tempHome } from '../lakehouse/line.ts'
import { deliveryOf } from './event-samples.ts'

export interface DrainLine {
  readonly control: Control
  readonly warehouse: Warehouse
  send(...bodies: readonly (Uint8Array | string)[]): Promise<void>
  drain(options?: Partial<DrainInput>): Promise<DrainResult>
  rows<T = Record<string, unknown>>(sql: string): Promise<T[]>
  [Symbol.asyncDispose](): Promise<void>
}

/** Opens one; site 10001 is ours. */
export const openDrainLine = async (): Promise<DrainLine> => {
  const temp = await tempHome()
  const control = await openControl(':memory:')
  const warehouse = await Warehouse.open(temp.home, [webhookEvents])
  let run = 0
  return {
    control,
    warehouse,
    send: async (...bodies) => {
      await storeDeliveries(
        control,
        bodies.map((body) => deliveryOf(body)),
      )
    },
    drain: (options = {}) =>
      drain({
        control,
        warehouse,
        siteIds: [10001],
        runId: `run-${(run += 1)}`,
        now: () => new Date('2026-06-30T12:00:00Z'),
        log: silentLog(),
        signal: new AbortController().signal,
        ...options,
      }),
    rows: (sql) => warehouse.exclusive((duck) => duck.rows(sql)),
    [Symbol.asyncDispose]: async () => {
      await control.close()
      await warehouse.close()
      await temp.remove()
    },
  }
}
