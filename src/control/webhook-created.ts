// A subscription that was just made: its key, its path and itself go on record as one, or not at all.
import type { Control } from './database.ts'
import { addKey } from './webhook-keys.ts'
import { addPath } from './webhook-paths.ts'
import { saveSubscription } from './webhook-subscriptions.ts'
import type { KnownSubscription } from './webhook-subscriptions.ts'

/**
 * Keeps what `POST /subscriptions` told; durable when it resolves. Mindbody tells the key once: a crash before this leaves a
 * subscription that nobody can receive and that was never active, a crash after it loses nothing.
 * @returns the key's id.
 */
export const storeCreated = (
  { db }: Control,
  known: KnownSubscription,
  signatureKey: string,
  at: Date,
): Promise<string> =>
  db.transaction().execute(async (transaction) => {
    const { subscriptionId, path } = known
    const keyId = await addKey({ db: transaction }, { key: signatureKey, subscriptionId, at })
    await addPath({ db: transaction }, { path, subscriptionId, at })
    await saveSubscription({ db: transaction }, known)
    return keyId
  })
