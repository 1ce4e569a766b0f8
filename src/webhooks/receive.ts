// One request: from its head to an answer; 2xx is never said before the body is durable in the inbox.
import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { BlockList } from 'node:net'
import type { Delivery } from '../control/inbox-shape.ts'
import type { Answer } from './answer.ts'
import type { BadSignatures } from './bad-signatures.ts'
import { clientAddress, networkOf } from './client-address.ts'
import type { Stored } from './group-commit.ts'
import type { Keyring } from './keyring.ts'
import type { Limits } from './limits.ts'
import { isDeclaredTooLarge, readBody } from './read-body.ts'
import type { Room } from './room.ts'
import { signerOf } from './signature.ts'

export interface ReceiveParts {
  readonly keyring: Keyring
  readonly room: Room
  readonly limits: Limits
  readonly badSignatures: BadSignatures
  readonly proxies: BlockList
  readonly now: () => Date
  /** Resolves when the delivery is durable; undefined when it could not be written. */
  readonly store: (delivery: Delivery) => Promise<Stored | undefined>
  /** Somebody looked whether we are there. */
  readonly onHead: (path: string) => void
  readonly onWrongSignature: (address: string, turn: 'first' | 'now_limited') => void
}

/** A limited address is still heard, for a real event must not pay for a stranger behind the same proxy; but not at length. */
const limitedBodyBytes = 64 * 1024

/** The path asked for, without a query. As it stands: `%2e%2e` or a doubled slash is simply another path, and unknown. */
const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?', 1)[0] ?? ''

/** Of several headers of one name Node gives one text joined by commas, which is no signature. */
const headerOf = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

const isKnown = async (keyring: Keyring, path: string): Promise<boolean> =>
  keyring.isPath(path) || ((await keyring.readAgain()) && keyring.isPath(path))

/** The key that signed; once more with keys read again, for one that another process has just stored. */
const signerAmong = async (
  keyring: Keyring,
  header: string | undefined,
  body: Uint8Array,
): Promise<string | undefined> =>
  signerOf(header, body, keyring.keys) ??
  ((await keyring.readAgain()) ? signerOf(header, body, keyring.keys) : undefined)

/**
 * Decides on a request.
 * @param goOn called before the body is read: a sender that asked for `100 Continue` waits for it
 */
export const receive = async (
  parts: ReceiveParts,
  request: IncomingMessage,
  goOn: () => void,
): Promise<Answer> => {
  const { keyring, room, limits, badSignatures } = parts
  const path = pathOf(request)
  if (!(await isKnown(keyring, path))) return { result: 'unknown_path' }
  if (request.method === 'HEAD') {
    parts.onHead(path)
    return { result: 'head' }
  }
  if (request.method !== 'POST') return { result: 'wrong_method' }
  if (isDeclaredTooLarge(request, limits.bodyBytes)) return { result: 'too_large' }

  const address = networkOf(
    clientAddress(request.socket.remoteAddress ?? '', headerOf(request, 'x-forwarded-for'), parts.proxies),
  )
  const limitedFor = badSignatures.limitedForSeconds(address)
  const bodyBytes = limitedFor === undefined ? limits.bodyBytes : limitedBodyBytes
  if (limitedFor !== undefined && isDeclaredTooLarge(request, bodyBytes)) {
    return { result: 'limited', retryAfterSeconds: limitedFor }
  }

  goOn()
  const body = await readBody(request, room, { ...limits, bodyBytes })
  if (body.kind === 'no_room') return { result: 'unavailable', retryAfterSeconds: 1 }
  if (body.kind === 'too_large' && limitedFor !== undefined) {
    return { result: 'limited', retryAfterSeconds: limitedFor }
  }
  if (body.kind !== 'whole') return { result: body.kind }
  const { bytes } = body
  try {
    const keyId = await signerAmong(keyring, headerOf(request, 'x-mindbody-signature'), bytes)
    if (keyId === undefined) {
      const turn = badSignatures.wrong(address)
      if (turn !== 'counted') parts.onWrongSignature(address, turn)
      return limitedFor === undefined
        ? { result: 'bad_signature' }
        : { result: 'limited', retryAfterSeconds: limitedFor }
    }
    badSignatures.right(address)
    const id = createHash('sha256').update(bytes).digest('hex')
    const stored = await parts.store({ id, receivedAt: parts.now(), path, keyId, body: bytes })
    if (stored === undefined) return { result: 'unavailable', retryAfterSeconds: 30 }
    return { result: stored === 'new' ? 'accepted' : 'repeat' }
  } finally {
    room.give(bytes.length)
  }
}
