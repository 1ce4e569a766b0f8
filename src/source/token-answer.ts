// What a token endpoint answers with: the token and how long it is good.
import { Problem } from '../core/errors.ts'
import type { Answer } from './answer.ts'
import { answeredJson, objectOf } from './unknown-json.ts'

/** Only where `Expires` is missing or unreadable; reported lifetimes begin at 55 minutes. */
const fallbackLifeMs = 30 * 60_000

/** @throws Problem ANSWER_BROKEN where there is no token in it. */
export const tokenOf = (answer: Answer, now: Date): { readonly token: string; readonly expiresAt: Date } => {
  const { AccessToken, Expires } = objectOf(answeredJson(answer.text)) ?? {}
  if (typeof AccessToken !== 'string' || AccessToken === '') {
    throw new Problem('ANSWER_BROKEN', { what: 'Mindbody answered a token request without a token.' })
  }
  const expiresMs = typeof Expires === 'string' ? Date.parse(asUtc(Expires)) : Number.NaN
  return {
    token: AccessToken,
    expiresAt: new Date(Number.isNaN(expiresMs) ? now.getTime() + fallbackLifeMs : expiresMs),
  }
}

/** "Token expiration in UTC", with or without a zone written. */
const asUtc = (text: string): string => (/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`)
