// The keys that sign deliveries, kept as long as they may sign.
import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Control } from './database.ts'
import type { WebhookKeysTable } from './schema-webhooks.ts'

/** Name of a key that may be shown: the first 12 hex digits of its SHA-256. */
export const keyIdOf = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 12)

/** A key that deliveries may be signed with. */
export interface ActiveKey {
  readonly keyId: string
  /** Used as text, never decoded. */
  readonly key: string
  /** Path of its subscription; undefined where none is known. */
  readonly path: string | undefined
  readonly subscriptionId: string
}

/**
 * Keeps a key; it is durable when this resolves (both engines flush a commit). Mindbody tells a key once only, so this comes before
 * anything else is done with it. A key that was retired is active again.
 * @returns the key's id.
 */
export const addKey = async (
  { db }: Pick<Control, 'db'>,
  { key, subscriptionId, at }: { readonly key: string; readonly subscriptionId: string; readonly at: Date },
): Promise<string> => {
  const keyId = keyIdOf(key)
  await db
    .insertInto('webhook_keys')
    .values({
      key_id: keyId,
      subscription_id: subscriptionId,
      signature_key: key,
      added_at: at.toISOString(),
    })
    .onConflict((conflict) =>
      conflict.column('key_id').doUpdateSet({ subscription_id: subscriptionId, retired_at: null }),
    )
    .execute()
  return keyId
}

/** From then on a key verifies nothing. The row stays, so that what it signed keeps a known key. */
export const retireKey = async ({ db }: Control, keyId: string, at: Date): Promise<void> => {
  await db
    .updateTable('webhook_keys')
    .set({ retired_at: at.toISOString() })
    .where('key_id', '=', keyId)
    .where('retired_at', 'is', null)
    .execute()
}

/** Keys that are not retired, oldest first. */
export const activeKeys = async ({ db }: Control): Promise<readonly ActiveKey[]> => {
  const rows = await db
    .selectFrom('webhook_keys')
    .leftJoin('webhook_paths', 'webhook_paths.subscription_id', 'webhook_keys.subscription_id')
    .select(['key_id', 'signature_key', 'webhook_keys.subscription_id', 'webhook_paths.path'])
    .where('retired_at', 'is', null)
    .orderBy('webhook_keys.added_at')
    .orderBy('key_id')
    .execute()
  return rows.map((row) => ({
    keyId: row.key_id,
    key: row.signature_key,
    path: row.path ?? undefined,
    subscriptionId: row.subscription_id,
  }))
}

/** Every key without the key itself, oldest first: what may be shown. */
export const keysKnown = ({
  db,
}: Control): Promise<readonly Omit<Selectable<WebhookKeysTable>, 'signature_key'>[]> =>
  db
    .selectFrom('webhook_keys')
    .select(['key_id', 'subscription_id', 'added_at', 'retired_at', 'last_used_at'])
    .orderBy('added_at')
    .orderBy('key_id')
    .execute()
