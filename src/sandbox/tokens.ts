// Staff tokens of the simulated API: issued per site for a day by the simulated clock, renewed seven times, revoked.
import { createHash } from 'node:crypto'
import { denied, refusal, type Answer } from './answers.ts'
import { dayMs, utcStamp } from './calendar.ts'

/** What the simulated API accepts. */
export const accepted = { apiKey: 'demo-key', username: 'owner', password: 'demo-password' } as const

const maxRenewals = 7

export interface Tokens {
  issue(siteId: number, body: string, now: number): Answer
  renew(token: string | undefined, siteId: number, now: number): Answer
  revoke(token: string | undefined): Answer
  valid(token: string | undefined, siteId: number, now: number): boolean
}

const credentialsOf = (body: string): { readonly username: unknown; readonly password: unknown } => {
  const parsed = parseObject(body)
  const find = (name: string): unknown =>
    Object.entries(parsed).find(([key]) => key.toLowerCase() === name)?.[1]
  return { username: find('username'), password: find('password') }
}

const parseObject = (body: string): object => {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? value : {}
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}

/** Tokens are unguessable enough for a loopback server and the same at every start, so recorded runs repeat. */
export const createTokens = (seed: number): Tokens => {
  const live = new Map<string, { readonly siteId: number; expiresAt: number; renewals: number }>()
  let issued = 0
  const answer = (token: string, expiresAt: number): Answer => ({
    status: 200,
    rows: 0,
    body: JSON.stringify({
      TokenType: 'Bearer',
      AccessToken: token,
      Expires: utcStamp(expiresAt),
      User: { Id: 0, FirstName: 'Owner', LastName: 'Demo', Type: 'Owner' },
    }),
  })
  return {
    issue: (siteId, body, now) => {
      const { username, password } = credentialsOf(body)
      if (typeof username !== 'string' || typeof password !== 'string') {
        return refusal(
          400,
          'MissingRequiredFields',
          'The following parameters must be passed: Username, Password',
        )
      }
      if (username.toLowerCase() !== accepted.username || password !== accepted.password) return denied()
      issued += 1
      const token = createHash('sha256').update(`${seed}/${siteId}/${issued}`).digest('hex')
      live.set(token, { siteId, expiresAt: now + dayMs, renewals: 0 })
      return answer(token, now + dayMs)
    },
    renew: (token, siteId, now) => {
      const known = token === undefined ? undefined : live.get(token)
      if (known === undefined || token === undefined || known.siteId !== siteId || known.expiresAt <= now)
        return denied()
      if (known.renewals >= maxRenewals) return denied()
      known.renewals += 1
      known.expiresAt += dayMs
      return answer(token, known.expiresAt)
    },
    revoke: (token) => {
      if (token === undefined || !live.delete(token)) return denied()
      return { status: 200, rows: 0, body: '{}' }
    },
    valid: (token, siteId, now) => {
      const known = token === undefined ? undefined : live.get(token)
      return known !== undefined && known.siteId === siteId && known.expiresAt > now
    },
  }
}
