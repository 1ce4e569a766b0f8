// Staff tokens: issued, renewed and issued again per site, by one call at a time.
import { Problem } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { StoredToken, TokenStore } from '../control/tokens.ts'
import type { Answer } from './answer.ts'
import { tokenOf } from './token-answer.ts'

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

/** A call that may wait before it is made; `mayGo` throws where its token has become useless meanwhile. */
type WithToken<T> = (token: string, mayGo: () => void) => Promise<T>

export interface StaffTokens {
  /**
   * Makes a call with a token that is good for at least another minute. A refused token is issued again once and the call made
   * again. Refused then, the site is not called again: a storm of tokens may lock the user out.
   * @throws Problem CREDENTIALS_REFUSED, and whatever the call throws.
   */
  use<T>(siteId: number, signal: AbortSignal, call: WithToken<T>): Promise<T>
}

/** Mindbody's limit. */
const maxRenewals = 7
const marginMs = 60_000

/** Keeps tokens of one user. `Expires` alone decides a token's life: sources disagree on it (an hour, a day, a week). */
export const createStaffTokens = (options: {
  readonly user: StaffUser
  readonly store: TokenStore
  readonly call: TokenCall
  readonly now: () => Date
  readonly onSecret: (secret: string) => void
  readonly log: Log
}): StaffTokens => {
  const { user, store, call, now, onSecret, log } = options
  const current = new Map<number, StoredToken>()
  const underWay = new Map<number, Promise<StoredToken>>()
  const refused = new Map<number, Problem>()
  /** Sites whose token stands in for a refused one and has opened nothing yet: refused as well, it was the last. */
  const unproven = new Set<number>()

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
    return keep(siteId, { ...tokenOf(answer, now()), renewals: 0 })
  }

  const renew = async (siteId: number, old: StoredToken, signal: AbortSignal): Promise<StoredToken> => {
    try {
      const answer = await call(siteId, '/usertoken/renew', { token: old.token }, signal)
      return await keep(siteId, { ...tokenOf(answer, now()), renewals: old.renewals + 1 })
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

  const throwIfRefused = (siteId: number): void => {
    const final = refused.get(siteId)
    if (final !== undefined) throw final
  }

  /** A refusal that nothing is left to try against stands for the rest of the run. */
  const giveUp =
    (siteId: number) =>
    (error: unknown): never => {
      if (isRefusal(error)) refused.set(siteId, error)
      throw error
    }

  const get = async (siteId: number, signal: AbortSignal): Promise<string> => {
    throwIfRefused(siteId)
    const token = current.get(siteId)
    if (token !== undefined && lives(token, marginMs)) return token.token
    let pending = underWay.get(siteId)
    if (pending === undefined) {
      pending = obtain(siteId, signal).finally(() => underWay.delete(siteId))
      underWay.set(siteId, pending)
    }
    return (await pending).token
  }

  /** Drops a token that was refused, unless another call has done so already. */
  const drop = async (siteId: number, token: string): Promise<void> => {
    if (current.get(siteId)?.token !== token) return
    log.info({ site_id: siteId }, 'the staff token was refused; asking for a new one')
    current.delete(siteId)
    unproven.add(siteId)
    await store.forget(siteId, user.username)
  }

  const guard = (siteId: number, token: string) => (): void => {
    throwIfRefused(siteId)
    if (current.get(siteId)?.token !== token) throw replaced
  }

  return {
    use: async (siteId, signal, made) => {
      for (let isSecond = false; ;) {
        const token = await get(siteId, signal).catch(giveUp(siteId))
        try {
          const result = await made(token, guard(siteId, token))
          unproven.delete(siteId)
          return result
        } catch (error) {
          if (error === replaced) continue
          const isLast = isSecond || (unproven.has(siteId) && current.get(siteId)?.token === token)
          if (isLast || !isRefusal(error)) giveUp(siteId)(error)
          await drop(siteId, token)
          isSecond = true
        }
      }
    },
  }
}

/** Thrown by `mayGo` where another token is current by now: the call was not made. */
const replaced = new Error('the staff token was replaced while the call waited')

const isRefusal = (error: unknown): error is Problem =>
  error instanceof Problem && error.code === 'CREDENTIALS_REFUSED'
