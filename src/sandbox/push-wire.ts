// How events and checks leave for a receiver: real HTTP, an answer within ten seconds, and a redirect is none.
import type { Send } from './push-queue.ts'

/** The status of an answer; 0 where none came in time. What the connection broke on is the receiver's to tell. */
const statusOf = async (url: string, init: RequestInit): Promise<number> => {
  try {
    const response = await fetch(url, { ...init, redirect: 'manual' })
    await response.arrayBuffer()
    return response.status
  } catch (error) {
    if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError'))
      return 0
    throw error
  }
}

/** Delivers a message with its signature over the bytes that go out. */
export const sender =
  (timeoutMs: () => number): Send =>
  (message, url, signature) =>
    statusOf(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json; charset=utf-8', 'X-Mindbody-Signature': signature },
      body: message.body,
      signal: AbortSignal.timeout(timeoutMs()),
    })

/** Asks an address as a new subscription's is asked: HEAD, unsigned. */
export const answersHead = async (url: string, timeoutMs: number): Promise<boolean> => {
  const status = await statusOf(url, { method: 'HEAD', signal: AbortSignal.timeout(timeoutMs) })
  return status >= 200 && status < 300
}
