// The raw body of one request: within its size, its time and the room left, or why not; what is refused is dropped.
import type { IncomingMessage } from 'node:http'
import type { Limits } from './limits.ts'
import type { Room } from './room.ts'

export type Body =
  | { readonly kind: 'whole'; readonly bytes: Uint8Array }
  | { readonly kind: 'too_large' | 'slow' | 'gone' | 'no_room' }

/** Length the sender declares; undefined for a chunked body, and NaN where it is nonsense. */
const declaredLength = (request: IncomingMessage): number | undefined => {
  const declared = request.headers['content-length']
  return declared === undefined ? undefined : Number(declared)
}

/** Whether a body follows that nobody has read yet: an answer before its end has to close the connection. */
export const hasUnreadBody = (request: IncomingMessage): boolean =>
  !request.complete &&
  (request.headers['transfer-encoding'] !== undefined || (declaredLength(request) ?? 0) > 0)

export const isDeclaredTooLarge = (request: IncomingMessage, limitBytes: number): boolean =>
  (declaredLength(request) ?? 0) > limitBytes

const nothing = new Uint8Array()

/**
 * Reads the body. The bytes of a whole one stay taken from the room: the caller gives them back.
 * A length that is declared takes its room at once, so that a crowd of slow senders cannot all begin and none end.
 * Chunks are copied into one buffer and let go: kept as they come, a chunk of one byte would cost some 400 that no room counts.
 */
export const readBody = (
  request: IncomingMessage,
  room: Room,
  limits: Pick<Limits, 'bodyBytes' | 'bodyMs'>,
): Promise<Body> => {
  const declared = declaredLength(request) ?? 0
  if (isDeclaredTooLarge(request, limits.bodyBytes)) return Promise.resolve({ kind: 'too_large' })
  if (!room.take(declared)) return Promise.resolve({ kind: 'no_room' })
  return new Promise((resolve) => {
    let buffer = nothing
    let read = 0
    let taken = declared
    let isSettled = false
    const settle = (body: Body): void => {
      if (isSettled) return
      isSettled = true
      clearTimeout(timer)
      request.off('data', onData).off('end', onEnd).off('close', onGone)
      if (body.kind !== 'whole') room.give(taken)
      // The request may outlive its body by a linger or a kept connection, and what listens for its errors holds all of this.
      buffer = nothing
      resolve(body)
    }
    /** A buffer that holds so many bytes: of the length declared, or doubled, so that all the copying is linear. */
    const grow = (needed: number): boolean => {
      const size = Math.max(declared, Math.min(limits.bodyBytes, Math.max(needed, 2 * buffer.length)))
      if (!room.take(size - taken)) return false
      taken = size
      const larger = Buffer.allocUnsafe(size)
      larger.set(buffer)
      buffer = larger
      return true
    }
    const onData = (chunk: Uint8Array): void => {
      const needed = read + chunk.length
      if (needed > limits.bodyBytes) return settle({ kind: 'too_large' })
      if (needed > buffer.length && !grow(needed)) return settle({ kind: 'no_room' })
      buffer.set(chunk, read)
      read = needed
    }
    const onEnd = (): void => {
      // What doubling took beyond the body goes back, and is not kept behind it either.
      room.give(taken - read)
      settle({
        kind: 'whole',
        bytes: read === buffer.length ? buffer : Buffer.from(buffer.subarray(0, read)),
      })
    }
    const onGone = (): void => settle({ kind: 'gone' })
    const timer = setTimeout(() => settle({ kind: 'slow' }), limits.bodyMs)
    // A request that breaks off emits an error besides `close`; unheard, it would end the process.
    request.on('error', onGone).on('data', onData).on('end', onEnd).on('close', onGone)
  })
}
