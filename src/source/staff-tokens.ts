// Staff tokens: issued, renewed and issued again per site, by one call at a time.
import { Problem } from '../core/errors.ts'
import type { StoredToken, TokenStore } from '../control/tokens.ts'
import type { Answer } from './answer.ts'

export interface StaffUser {
  readonly username: string
  readonly password: string
}

/** Makes a counted call to a token endpoint. */
export type TokenCall = (
  siteId: number,
  path: '/usertoken/issue' | '/usertoken/renew',
  sent: { readonly body?: object; readonly token?: string },
  signal: AbortSignal,
) => Promise<Answer>

export interface StaffTokens {
  /** A token that is good for at least another minute. */
  get(siteId: number, signal: AbortSignal): Promise<string>
  /** Drops a token that was refused, so that the next `get` issues a new one. */
  refuse(siteId: number, token: string): Promise<void>
}

/** Mindbody's limit. */
const maxRenewals = 7
const marginMs = 60_000
/** Only where `Expires` is missing or unreadable; reported lifetimes begin at 55 minutes. */
const fallbackLifeMs = 30 * 60_000

/** Keeps tokens of one user. `Expires` alone decides a token's life: sources disagree on it (an hour, a day, a week). */
export const createStaffTokens = (options: {
  readonly user: StaffUser
  readonly store: TokenStore
  readonly call: TokenCall
  readonly now: () => Date
  readonly onSecret: (secret: string) => void
}): StaffTokens => {
  const { user, store, call, now, onSecret } = options
  const current = new Map<number, StoredToken>()
  const underWay = new Map<number, Promise<StoredToken>>()

  const lives = (token: StoredToken, forMs: number): boolean =>
    token.expiresAt.getTime() - now().getTime() > forMs

  const keep = async (siteId: number, token: StoredToken): Promise<StoredToken> => {
    onSecret(token.token)
    current.set(siteId, token)
    await store.save(siteId, user.username, token)
    return token
  }

  const issue = async (siteId: number, signal: AbortSignal): Promise<StoredToken> => {
    const body = { Username: user.username, Password: user.password }
    const answer = await call(siteId, '/usertoken/issue', { body }, signal)
    return keep(siteId, { ...tokenOf(answer), renewals: 0 })
  }

  const renew = async (siteId: number, old: StoredToken, signal: AbortSignal): Promise<StoredToken> => {
    try {
      const answer = await call(siteId, '/usertoken/renew', { token: old.token }, signal)
      return await keep(siteId, { ...tokenOf(answer), renewals: old.renewals + 1 })
    } catch (error) {
      // A refused renewal is no reason to stop: the user's password still is good, or issuing says why not.
      if (error instanceof Problem && error.code !== 'BUDGET_SPENT') return issue(siteId, signal)
      throw error
    }
  }

  const obtain = async (siteId: number, signal: AbortSignal): Promise<StoredToken> => {
    const known = current.get(siteId) ?? (await store.load(siteId, user.username))
    if (known === undefined || !lives(known, 0)) return issue(siteId, signal)
    onSecret(known.token)
    if (lives(known, marginMs)) {
      current.set(siteId, known)
      return known
    }
    return known.renewals < maxRenewals ? renew(siteId, known, signal) : issue(siteId, signal)
  }

  return {
    get: async (siteId, signal) => {
      const token = current.get(siteId)
      if (token !== undefined && lives(token, marginMs)) return token.token
      let pending = underWay.get(siteId)
      if (pending === undefined) {
        pending = obtain(siteId, signal).finally(() => underWay.delete(siteId))
        underWay.set(siteId, pending)
      }
      return (await pending).token
    },
    refuse: async (siteId, token) => {
      if (current.get(siteId)?.token !== token) return
      current.delete(siteId)
      await store.forget(siteId, user.username)
    },
  }

  function tokenOf(answer: Answer): { token: string; expiresAt: Date } {
    const { AccessToken, Expires } = JSON.parse(answer.text.toString('utf8')) as {
      AccessToken?: unknown
      Expires?: unknown
    }
    if (typeof AccessToken !== 'string' || AccessToken === '') {
      throw new Problem('ANSWER_BROKEN', { what: 'Mindbody answered a token request without a token.' })
    }
    const expiresMs = typeof Expires === 'string' ? Date.parse(asUtc(Expires)) : Number.NaN
    return {
      token: AccessToken,
      expiresAt: new Date(Number.isNaN(expiresMs) ? now().getTime() + fallbackLifeMs : expiresMs),
    }
  }
}

/** "Token expiration in UTC", with or without a zone written. */
const asUtc = (text: string): string => (/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`)
