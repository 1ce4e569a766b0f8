// The raw body of one request: within its size, its time and the room left, or why not; whatever is refused is read no further.
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

/**
 * Reads the body. The bytes of a whole one stay taken from the room: the caller gives them back.
 * A length that is declared takes its room at once, so that a crowd of slow senders cannot all begin and none end.
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
    const chunks: Uint8Array[] = []
    let read = 0
    let taken = declared
    let isSettled = false
    const settle = (body: Body): void => {
      if (isSettled) return
      isSettled = true
      clearTimeout(timer)
      request.off('data', onData).off('end', onEnd).off('close', onGone)
      if (body.kind !== 'whole') {
        request.pause()
        room.give(taken)
      }
      resolve(body)
    }
    const onData = (chunk: Uint8Array): void => {
      read += chunk.length
      if (read > limits.bodyBytes) return settle({ kind: 'too_large' })
      if (read > taken) {
        if (!room.take(read - taken)) return settle({ kind: 'no_room' })
        taken = read
      }
      chunks.push(chunk)
    }
    const onEnd = (): void => settle({ kind: 'whole', bytes: Buffer.concat(chunks, read) })
    const onGone = (): void => settle({ kind: 'gone' })
    const timer = setTimeout(() => settle({ kind: 'slow' }), limits.bodyMs)
    // A request that breaks off emits an error besides `close`; unheard, it would end the process.
    request.on('error', onGone).on('data', onData).on('end', onEnd).on('close', onGone)
  })
}
