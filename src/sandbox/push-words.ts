// What goes over the wire to a subscriber: the envelope, its bytes, and the signature over them.
import { createHash, createHmac } from 'node:crypto'
import { textOf } from './answers.ts'
import type { Happening } from './events-list.ts'
import { utcSecond } from './events-words.ts'

/** One event as one subscription gets it: the same bytes at every attempt. */
export interface Message {
  readonly messageId: string
  readonly subscriptionId: string
  readonly eventId: string
  readonly siteId: number
  /** When it happened, UTC ms. */
  readonly originatedAt: number
  readonly body: string
}

const digest = (words: readonly (string | number)[]): Buffer =>
  createHash('sha256').update(words.join('/')).digest()

/** A number of 22 letters and digits. */
const token = (words: readonly (string | number)[]): string =>
  digest(words).toString('base64').replaceAll(/[+/=]/g, 'x').slice(0, 22)

export const subscriptionIdOf = (seed: number, nth: number): string => {
  const hex = digest([seed, 'subscription', nth]).toString('hex')
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`]
  return [...parts, hex.slice(20, 32)].join('-')
}

/** Looks like Base64 of 32 bytes and is used as it is written (documented). */
export const signatureKeyOf = (seed: number, nth: number): string =>
  digest([seed, 'signature key', nth]).toString('base64')

/** Wraps what happened for a subscription; `nth` counts all messages of the sandbox. */
export const messageOf = (
  { siteId, eventId, at, data }: Happening,
  {
    seed,
    nth,
    subscriptionId,
  }: { readonly seed: number; readonly nth: number; readonly subscriptionId: string },
): Message => {
  const messageId = token([seed, 'message', subscriptionId, nth])
  const body = textOf({
    messageId,
    eventId,
    eventSchemaVersion: 1,
    eventInstanceOriginationDateTime: utcSecond(at),
    eventData: data,
  })
  return { messageId, subscriptionId, eventId, siteId, originatedAt: at, body }
}

/** `sha256=` and the Base64 of HMAC-SHA256 over the bytes of the body, the key taken as text (documented). */
export const signatureOf = (key: string, body: string): string =>
  `sha256=${createHmac('sha256', Buffer.from(key, 'utf8')).update(body, 'utf8').digest('base64')}`
