// Staff tokens kept between runs, one per site and user.
import { createHash } from 'node:crypto'
import type { Control } from './database.ts'

export interface StoredToken {
  readonly token: string
  readonly expiresAt: Date
  /** How often it was renewed; Mindbody allows 7 times. */
  readonly renewals: number
}

export interface TokenStore {
  load(siteId: number, username: string): Promise<StoredToken | undefined>
  save(siteId: number, username: string, token: StoredToken): Promise<void>
  forget(siteId: number, username: string): Promise<void>
}

/** Tokens in the control database. The user's name is stored as a hash only. */
export const createTokenStore = ({ db }: Control): TokenStore => ({
  load: async (siteId, username) => {
    const row = await db
      .selectFrom('tokens')
      .selectAll()
      .where('site_id', '=', siteId)
      .where('user_hash', '=', hashOf(username))
      .executeTakeFirst()
    return row && { token: row.token, expiresAt: new Date(row.expires_at), renewals: row.renewals }
  },
  save: async (siteId, username, { token, expiresAt, renewals }) => {
    const row = { token, expires_at: expiresAt.toISOString(), renewals }
    await db
      .insertInto('tokens')
      .values({ site_id: siteId, user_hash: hashOf(username), ...row })
      .onConflict((conflict) => conflict.columns(['site_id', 'user_hash']).doUpdateSet(row))
      .execute()
  },
  forget: async (siteId, username) => {
    await db
      .deleteFrom('tokens')
      .where('site_id', '=', siteId)
      .where('user_hash', '=', hashOf(username))
      .execute()
  },
})

const hashOf = (username: string): string => createHash('sha256').update(username).digest('hex')
