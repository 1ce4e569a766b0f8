// What the receiver's metrics tell besides its own counters: the inbox, the disk, and how Mindbody's subscriptions stand.
import type { Control } from '../control/database.ts'
import { lastMetrics } from '../control/webhook-metrics.ts'
import { subscriptionsKnown } from '../control/webhook-subscriptions.ts'
import type { Condition } from './condition.ts'
import type { Gauge } from './metrics.ts'

export interface OwnNumbers {
  readonly connections: number
  readonly heldBytes: number
  readonly keys: number
  readonly lastEventAt: Date | undefined
}

/** Gauges of a condition and of the receiver's own state. Times are ages in seconds at the moment of asking. */
export const gaugesOf = (condition: Condition, own: OwnNumbers, now: Date): readonly Gauge[] => {
  const { waiting, inbox, disk, lagSeconds } = condition
  return [
    { name: 'inbox_up', help: '1 while events can be stored.', value: inbox.isWritable ? 1 : 0 },
    { name: 'inbox_waiting', help: 'Events that wait for the drain.', value: waiting?.received },
    { name: 'inbox_waiting_bytes', help: 'Their bytes.', value: waiting?.bytes },
    ...Object.entries(waiting?.dead ?? {}).map(([reason, events]) => ({
      name: 'dead_letters',
      help: 'Events that could not be applied, by reason.',
      labels: { reason },
      value: events,
    })),
    { name: 'drain_lag_seconds', help: 'Age of the oldest event that waits.', value: lagSeconds },
    { name: 'disk_free_bytes', help: 'Room on the disk of the home.', value: disk.freeBytes },
    { name: 'connections', help: 'Open connections.', value: own.connections },
    { name: 'held_bytes', help: 'Bodies being read or written now.', value: own.heldBytes },
    { name: 'signature_keys', help: 'Keys that may sign.', value: own.keys },
    {
      name: 'last_event_age_seconds',
      help: 'Since the newest event this process took.',
      value: own.lastEventAt === undefined ? undefined : (now.getTime() - own.lastEventAt.getTime()) / 1_000,
    },
  ]
}

/** What Mindbody last told of each subscription; nothing where the database does not answer. */
export const subscriptionGauges = async (control: Control): Promise<readonly Gauge[]> => {
  const known = await subscriptionsKnown(control)
  const newest = await Promise.all(known.map(({ subscriptionId }) => lastMetrics(control, subscriptionId)))
  return known.flatMap(({ subscriptionId, status }, index): readonly Gauge[] => {
    const labels = { subscription: subscriptionId }
    return [
      {
        name: 'subscription_active',
        help: '1 for a subscription that was Active when last asked.',
        labels,
        value: status === 'Active' ? 1 : 0,
      },
      {
        name: 'mindbody_messages_failed_total',
        help: 'Messages that Mindbody has given up.',
        type: 'counter',
        labels,
        value: newest[index]?.[0]?.failed,
      },
    ]
  })
}
