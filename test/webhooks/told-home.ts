// A home that is told of events and acts on them, in the test's own process: inbox, drain, pull.
import { join } from 'node:path'
import { openControl } from '../../src/control/database.ts'
import { storeDeliveries } from '../../src/control/inbox.ts'
import { silentLog } from '../../src/core/log.ts'
import { Warehouse } from '../../src/lakehouse/warehouse.ts'
import type { Site } from '../../src/source/slices.ts'
import { drain } from '../../src/webhooks/drain.ts'
import type { DrainResult } from '../../src/webhooks/drain.ts'
import { webhookEvents } from '../../src/webhooks/event-stream.ts'
import { streams } from '../../streams/index.ts'
import { pullOnce } from '../lakehouse/dirty-line.ts'
import type { PullMade } from '../lakehouse/dirty-line.ts'
import { deliveryOf } from './event-samples.ts'

/** Path the samples come in by. */
export const toldPath = '/hooks/test'

export interface ToldHome {
  readonly home: string
  readonly url: string
  readonly sites: readonly Site[]
  readonly streams: readonly string[]
  readonly startDate: string
  /** The simulated now. */
  readonly now: Date
}

/** Puts bodies into the inbox, as the receiver would, and drains it. */
export const tellHome = async (
  { home, sites, now }: ToldHome,
  bodies: readonly (Buffer | string)[],
): Promise<DrainResult> => {
  await using control = await openControl(join(home, 'control.db'))
  await using warehouse = await Warehouse.open(home, [...streams, webhookEvents])
  await storeDeliveries(
    control,
    bodies.map((body) => deliveryOf(body, now)),
  )
  return await drain({
    control,
    warehouse,
    siteIds: sites.map(({ siteId }) => siteId),
    runId: `drain-${bodies.length}`,
    now: () => now,
    log: silentLog(),
    signal: new AbortController().signal,
  })
}

/** Pulls whatever the events have made out of date. */
export const pullTold = (told: ToldHome, runId: string): Promise<PullMade> => pullOnce({ ...told, runId })
