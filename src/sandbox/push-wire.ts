// How events and checks leave for a receiver: real HTTP, an answer within ten seconds, and a redirect is none.
import type { Send } from './push-queue.ts'

interface Wire {
  readonly timeoutMs: () => number
  /** Ends what is under way. */
  readonly signal: AbortSignal
}

/** The status of an answer; 0 where none came in time. What the connection broke on is the receiver's to tell. */
const statusOf = async ({ timeoutMs, signal }: Wire, url: string, init: RequestInit): Promise<number> => {
  // AbortSignal.any() loses its timeouts to the garbage collector in Node 20.
  const over = new AbortController()
  const end = (): void => over.abort()
  const timer = setTimeout(end, timeoutMs())
  signal.addEventListener('abort', end)
  if (signal.aborted) end()
  try {
    const response = await fetch(url, { ...init, signal: over.signal, redirect: 'manual' })
    await response.arrayBuffer()
    return response.status
  } catch (error) {
    if (over.signal.aborted || error instanceof TypeError) return 0
    throw error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', end)
  }
}

/** Delivers messages with their signature over the bytes that go out. */
export const sender =
  (wire: Wire): Send =>
  (message, url, signature) =>
    statusOf(wire, url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json; charset=utf-8', 'X-Mindbody-Signature': signature },
      body: message.body,
    })

/** Asks an address as a new subscription's is asked: HEAD, unsigned. */
export const answersHead = async (wire: Wire, url: string): Promise<boolean> => {
  const status = await statusOf(wire, url, { method: 'HEAD' })
  return status >= 200 && status < 300
}
