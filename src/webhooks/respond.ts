// An answer on the wire; one that comes before the end of the body closes the connection, after the sender had time to read it.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { once } from 'node:events'
import { results } from './answer.ts'
import type { Answer } from './answer.ts'
import { hasUnreadBody } from './read-body.ts'

/**
 * Sends the answer. Before the end of a body, the sender has `lingerMs` to take it and to close; cutting the connection at once
 * could lose the answer on its way (RFC 9112, 9.6). What comes of the body meanwhile is dropped: Node would keep it, chunk by chunk.
 * @param isClosing whether the receiver is being stopped, and the connection is not to be used again
 */
export const respond = async (
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  { lingerMs, isClosing }: { readonly lingerMs: number; readonly isClosing: boolean },
): Promise<void> => {
  const { status, text } = results[answer.result]
  if (status === 0 || response.destroyed) {
    request.destroy()
    return
  }
  const isCut = hasUnreadBody(request)
  const body = request.method === 'HEAD' || text === '' ? '' : `${text}\n`
  response.writeHead(status, {
    ...(status === 204 ? {} : { 'Content-Length': Buffer.byteLength(body) }),
    ...(body === '' ? {} : { 'Content-Type': 'text/plain; charset=utf-8' }),
    ...(answer.result === 'wrong_method' ? { Allow: 'HEAD, POST' } : {}),
    ...(answer.retryAfterSeconds === undefined ? {} : { 'Retry-After': answer.retryAfterSeconds }),
    // A connection is kept for whoever brings events: holding one costs a stranger more than an unknown path.
    ...(isCut || isClosing || status >= 400 ? { Connection: 'close' } : {}),
  })
  if (!isCut) {
    response.end(body)
    return
  }
  request.resume()
  response.flushHeaders()
  if (body !== '') response.write(body)
  const closed = new AbortController()
  await Promise.race([
    once(response, 'close', { signal: closed.signal }),
    sleep(lingerMs, undefined, { ref: false, signal: closed.signal }),
  ]).finally(() => closed.abort())
  request.destroy()
}
