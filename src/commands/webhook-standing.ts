// Where events stand, for `status`: read from the control database alone, since a sync may hold the warehouse.
import type { Control } from '../control/database.ts'
import { inboxCounts } from '../control/inbox.ts'
import { newestSummary } from '../control/runs.ts'
import { pathsKnown } from '../control/webhook-paths.ts'
import type { Printer } from '../core/print.ts'

export interface WebhookStanding {
  /** Deliveries that wait for a drain. */
  readonly received: number
  readonly dead: number
  /** Keys that the last run which looked has left dirty; null before one has. */
  readonly dirty: number | null
  readonly last_event_at: string | null
  readonly last_applied_at: string | null
}

/** Verbs that look at what is dirty. */
const lookingVerbs = ['sync', 'run', 'webhooks apply', 'webhooks drain']

/** Undefined where no path takes events. */
export const webhookStanding = async (control: Control): Promise<WebhookStanding | undefined> => {
  const paths = await pathsKnown(control)
  if (paths.length === 0) return undefined
  const counts = await inboxCounts(control)
  const summary = await newestSummary(control, lookingVerbs, 'events')
  const { left }: Readonly<Record<string, unknown>> = { ...(summary?.['events'] as object | undefined) }
  const newest = paths.flatMap(({ last_event_at: at }) => at ?? []).sort()
  return {
    received: counts.received,
    dead: counts.dead,
    dirty: typeof left === 'number' ? left : null,
    last_event_at: newest.at(-1) ?? null,
    last_applied_at: counts.newestAppliedAt?.toISOString() ?? null,
  }
}

/** Says it in two lines. */
export const tellWebhooks = (
  printer: Printer,
  { received, dead, dirty, last_event_at: eventAt, last_applied_at: appliedAt }: WebhookStanding,
  clientsWholeAt: string | null,
): void => {
  printer.line(
    `Events: ${received} wait for a drain, ${dirty ?? 'not yet known how many'} keys wait to be pulled, ${dead} dead letters; the last came ${eventAt ?? 'never'} and was applied ${appliedAt ?? 'never'}`,
  )
  printer.line(`Clients were last read whole: ${clientsWholeAt ?? 'never'} (daily beside webhooks)`)
}
