// Subscriptions made from this home, as Mindbody last told them.
import { sql } from 'kysely'
import type { Control } from './database.ts'

export interface KnownSubscription {
  readonly subscriptionId: string
  /** Path of ours that takes its deliveries. */
  readonly path: string
  readonly url: string
  readonly referenceId: string
  readonly eventIds: readonly string[]
  readonly createdAt: Date
  readonly status: string
  /** When Mindbody was last asked for the status. */
  readonly statusAt: Date
  /** First time it was seen Active. */
  readonly activatedAt?: Date | undefined
  /** The subscription whose place it takes. */
  readonly replaces?: string | undefined
}

/** Keeps what is known now. The time of the first activation and what it replaces stay unless they were not known. */
export const saveSubscription = async (
  { db }: Pick<Control, 'db'>,
  known: KnownSubscription,
): Promise<void> => {
  const changeable = {
    path: known.path,
    url: known.url,
    reference_id: known.referenceId,
    event_ids: JSON.stringify(known.eventIds),
    status: known.status,
    status_at: known.statusAt.toISOString(),
  }
  await db
    .insertInto('webhook_subscriptions')
    .values({
      subscription_id: known.subscriptionId,
      created_at: known.createdAt.toISOString(),
      activated_at: known.activatedAt?.toISOString() ?? null,
      replaces: known.replaces ?? null,
      ...changeable,
    })
    .onConflict((conflict) =>
      conflict.column('subscription_id').doUpdateSet({
        ...changeable,
        activated_at: sql`coalesce(webhook_subscriptions.activated_at, excluded.activated_at)`,
        replaces: sql`coalesce(webhook_subscriptions.replaces, excluded.replaces)`,
      }),
    )
    .execute()
}

/** Every subscription, oldest first. */
export const subscriptionsKnown = async ({ db }: Control): Promise<readonly KnownSubscription[]> => {
  const rows = await db
    .selectFrom('webhook_subscriptions')
    .selectAll()
    .orderBy('created_at')
    .orderBy('subscription_id')
    .execute()
  return rows.map((row) => ({
    subscriptionId: row.subscription_id,
    path: row.path,
    url: row.url,
    referenceId: row.reference_id,
    eventIds: JSON.parse(row.event_ids) as readonly string[],
    createdAt: new Date(row.created_at),
    status: row.status,
    statusAt: new Date(row.status_at),
    activatedAt: row.activated_at === null ? undefined : new Date(row.activated_at),
    replaces: row.replaces ?? undefined,
  }))
}
