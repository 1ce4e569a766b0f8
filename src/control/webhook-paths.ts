// The paths that take deliveries: when each was made, asked for by HEAD, and used.
import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Control } from './database.ts'
import type { WebhookPathsTable } from './schema-webhooks.ts'

/** A path as it is kept. */
export type WebhookPath = Selectable<WebhookPathsTable>

/** Adds a path, or names the subscription of one that is there. */
export const addPath = async (
  { db }: Pick<Control, 'db'>,
  {
    path,
    at,
    subscriptionId,
  }: {
    readonly path: string
    readonly at: Date
    readonly subscriptionId?: string | undefined
  },
): Promise<void> => {
  await db
    .insertInto('webhook_paths')
    .values({ path, added_at: at.toISOString(), subscription_id: subscriptionId ?? null })
    .onConflict((conflict) =>
      conflict.column('path').doUpdateSet({
        subscription_id: sql`coalesce(excluded.subscription_id, webhook_paths.subscription_id)`,
      }),
    )
    .execute()
}

/** Notes that Mindbody has looked whether we are there; a path not yet known is added. */
export const noteHead = async ({ db }: Control, path: string, at: Date): Promise<void> => {
  const seen = at.toISOString()
  await db
    .insertInto('webhook_paths')
    .values({ path, added_at: seen, head_seen_at: seen })
    .onConflict((conflict) => conflict.column('path').doUpdateSet({ head_seen_at: seen }))
    .execute()
}

/** Every path, oldest first. */
export const pathsKnown = ({ db }: Control): Promise<readonly WebhookPath[]> =>
  db.selectFrom('webhook_paths').selectAll().orderBy('added_at').orderBy('path').execute()
